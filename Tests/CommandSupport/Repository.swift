internal import Glibc
internal import GoldenSupport

/// Where things are: the repository and the binary that was built with these tests.
package enum Repository {
  /// The folder of Package.swift.
  package static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  /// The binary `swpipe`: the one that SWPIPE_BINARY names, or else what stands beside the test runner.
  package static let binary: String = {
    guard let named = getenv("SWPIPE_BINARY") else { return products + "/swpipe" }
    let path = String(cString: named)
    return path.hasPrefix("/") ? path : "\(root)/\(path)"
  }()

  /// Where what was built stands.
  package static let products: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let bytes = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    let runner = String(decoding: bytes, as: UTF8.self)
    let parts = runner.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast().joined(separator: "/")
  }()

  /// The text of a file of the repository; empty if it is not there.
  package static func text(_ path: String) -> String {
    String(decoding: TextFile.read("\(root)/\(path)") ?? [], as: UTF8.self)
  }

  /// The files below a folder of the repository whose names end like this, sorted.
  package static func files(below folder: String, suffix: String) -> [String] {
    TextFile.names(in: "\(root)/\(folder)").flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      if name.hasSuffix(suffix) { return [path] }
      return files(below: path, suffix: suffix)
    }
  }
}
