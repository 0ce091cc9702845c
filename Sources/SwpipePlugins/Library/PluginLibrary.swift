internal import CSwpipePlugin
private import Glibc
internal import SwpipeCore
internal import SwpipeSystem
private import Synchronization

/// A shared library with the functions of swpipe_plugin.h, loaded into this process for good.
struct PluginLibrary: Sendable {
  let path: String
  let functions: swp_functions

  private static let opened = Lock<[String: Result<PluginLibrary, PluginProblem>]>([:])

  /// The library at a path, which is loaded once in a process; what is wrong with it is found once too.
  static func open(_ path: String) throws(PluginProblem) -> PluginLibrary {
    // Not under the lock: a library's constructors may take long, and dlopen(3) has a lock of its own.
    if let known = opened.withLock({ $0[path] }) { return try known.get() }
    let result = Result { () throws(PluginProblem) in try PluginLibrary(path) }
    opened.withLock { $0[path] = result }
    return try result.get()
  }

  private init(_ path: String) throws(PluginProblem) {
    // dlopen(3) would search the system's folders for a name without a slash.
    let place = path.contains("/") ? path : "./" + path
    guard access(place, F_OK) == 0 else {
      throw PluginProblem(message: "`\(path)` cannot be opened: \(SystemError.last.words)")
    }
    let library = swp_library_open(place)
    let detail = library.detail.map { String(cString: $0) } ?? ""
    switch library.fault {
    case SWP_LIBRARY_SOUND: break
    case SWP_LIBRARY_INCOMPLETE:
      throw PluginProblem(
        message: "`\(path)` has no function `\(detail)`",
        help: "a library exports the six functions of swpipe_plugin.h; in C++ they are extern \"C\""
      )
    case SWP_LIBRARY_FOREIGN:
      throw PluginProblem(
        message: "`\(path)` was made for version \(library.version) of swpipe_plugin.h, and this "
          + "swpipe has version \(SWPIPE_PLUGIN_VERSION)",
        help: "build it again with the header of this swpipe"
      )
    default:
      throw PluginProblem(
        message: "`\(path)` cannot be loaded: \(PluginLibrary.reason(detail, place))",
        help: PluginLibrary.help(detail)
      )
    }
    self.path = path
    functions = library.functions
  }

  /// What dlerror(3) says, without the path in front that the message has already.
  private static func reason(_ text: String, _ path: String) -> String {
    let prefix = path + ": "
    let reason = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    return reason.isEmpty ? "the loader does not say why" : reason
  }

  private static func help(_ text: String) -> String? {
    let isOther = ["invalid ELF header", "file too short", "cannot read file data"].contains {
      text.contains($0)
    }
    return isOther
      ? "a library is built with `cc -shared -fPIC`; a program is declared with `command:`" : nil
  }

  /// The manifest that it gives.
  func describe() throws(PluginProblem) -> [UInt8] {
    guard let text = functions.describe?() else {
      throw PluginProblem(
        message: "`\(path)` has no manifest: swpipe_plugin_describe gave NULL"
      )
    }
    return text.withMemoryRebound(to: UInt8.self, capacity: strlen(text)) { bytes in
      Array(UnsafeBufferPointer(start: bytes, count: strlen(text)))
    }
  }
}
