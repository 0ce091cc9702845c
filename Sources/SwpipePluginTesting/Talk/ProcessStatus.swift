internal import SwpipeCore
internal import SwpipePlugins

/// What the system tells of a process at one moment.
///
/// Source of the fields: proc_pid_stat(5).
struct ProcessStatus {
  /// What tells a process from a later one with its number.
  struct Identity: Hashable {
    let number: Int32
    let start: Substring
  }

  let identity: Identity
  let name: String
  let parent: Int32
  let group: Int32
  private let state: Substring

  /// Nil where there is no such process, or the system does not tell.
  init?(_ number: Int32) {
    guard let bytes = SmallFile.read("/proc/\(number)/stat") else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    // The name is in brackets and may have any of them itself.
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")") else {
      return nil
    }
    let fields = text[text.index(after: close)...].split(separator: " ")
    guard fields.count > 19, let parent = Int32(fields[1]), let group = Int32(fields[2]) else {
      return nil
    }
    self.identity = Identity(number: number, start: fields[19])
    self.name = String(text[text.index(after: open)..<close])
    self.parent = parent
    self.group = group
    self.state = fields[0]
  }

  /// The number of the process behind a descriptor of it; nil where the system does not tell.
  static func number(_ descriptor: Int32) -> Int32? {
    guard descriptor >= 0, let bytes = SmallFile.read("/proc/self/fdinfo/\(descriptor)") else {
      return nil
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let line = lines.first { $0.hasPrefix("Pid:") }
    return line.flatMap { Int32($0.dropFirst(4).drop { $0 == "\t" || $0 == " " }) }
  }

  /// Whether it has ended, waited for or not.
  var isDead: Bool { state == "Z" || state == "X" }

  /// Whether its first thread waits for something, and not only for a processor.
  var isAsleep: Bool { state == "S" }
}
