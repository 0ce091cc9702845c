private import CLinux
private import Glibc
private import SwpipeCore

/// The process that loads a library to ask it for its manifest, `swpipe worker --describe`.
package enum LibraryDescriber {
  /// Loads the library, answers on descriptor 3, and never returns.
  package static func run(_ path: String, parent: Int32) -> Never {
    guard swp_die_with_parent(parent) else { _exit(ExitStatus.usage.rawValue) }
    let answer: LibraryAnswer
    do throws(PluginProblem) {
      answer = .manifest(try PluginLibrary.open(path).describe())
    } catch {
      answer = .problem(error)
    }
    var rest = answer.bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(3, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      rest = rest.dropFirst(count)
    }
    // Without the library's destructors, which nobody asked for.
    _exit(rest.isEmpty ? 0 : ExitStatus.resource.rawValue)
  }
}
