private import Glibc
private import SwpipeCore
private import SwpipeSystem

/// The process that loads a library to ask it for its manifest, `swpipe worker --describe`.
package enum LibraryDescriber {
  /// Loads the library, answers on descriptor 3, and never returns.
  package static func run(_ path: String, parent: Int32) -> Never {
    guard Spawner.dieWithParent(parent) else { _exit(ExitStatus.usage.rawValue) }
    let answer: LibraryAnswer
    do throws(PluginProblem) {
      answer = .manifest(try PluginLibrary.open(path).describe())
    } catch {
      answer = .problem(error)
    }
    let sent: Result<Void, SystemError> = answer.bytes.withUnsafeBytes { bytes in
      Result { () throws(SystemError) in try Descriptor.writeAll(3, bytes) }
    }
    // Without the library's destructors, which nobody asked for.
    if case .success = sent { _exit(0) }
    _exit(ExitStatus.resource.rawValue)
  }
}
