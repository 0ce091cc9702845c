private import Glibc

/// What lies around the program that runs: an installation, or the repository that it was built in.
enum Installation {
  /// PREFIX of a program that is `PREFIX/bin/swpipe`; nil for any other.
  static var prefix: String? {
    let parts = program
    guard parts.count > 2, parts[parts.count - 2] == "bin" else { return nil }
    return path(parts.dropLast(2))
  }

  /// The folder of the repository whose `.build` the program is in; nil for any other.
  static var repository: String? {
    let parts = program
    guard let index = parts.lastIndex(of: ".build"), index > 0 else { return nil }
    return path(parts[..<index])
  }

  /// The program's own path, symbolic links followed.
  static var path: String { path(program[...]) }

  /// The parts of that path.
  private static var program: [String] {
    guard let real = realpath("/proc/self/exe", nil) else { return [] }
    defer { free(real) }
    return String(cString: real).split(separator: "/").map { String($0) }
  }

  private static func path(_ parts: ArraySlice<String>) -> String {
    "/" + parts.joined(separator: "/")
  }
}
