private import CLinux
private import Glibc
internal import SwpipeCore

/// The processes below a child, so that one that outlives it is noticed.
///
/// Source of the fields: proc_pid_stat(5). Costs a look at every process of the machine.
struct ProcessFamily {
  /// What tells a process from a later one with its number.
  private struct Member: Hashable {
    let number: Int32
    let start: Substring
  }

  private struct Entry {
    let member: Member
    let name: String
    let parent: Int32
    let group: Int32
    let isDead: Bool
  }

  private let root: Int32
  private let members: Set<Member>

  /// Nanoseconds in which what ends with the child must be gone.
  private static let grace: Int64 = 1_000_000_000
  private static let pause: Int64 = 5_000_000

  /// Those that are there now; nil where the system does not tell.
  init?(of child: any Child) {
    guard let root = ProcessFamily.number(child.descriptor) else { return nil }
    self.root = root
    let entries = ProcessFamily.entries()
    var known: Set<Int32> = [root]
    var members: Set<Member> = []
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for entry in entries
      where known.contains(entry.parent) && known.insert(entry.member.number).inserted {
        members.insert(entry.member)
        isGrowing = true
      }
    }
    self.members = members
  }

  /// The names of those that still run a second after the child has ended: of its family as it was, and
  /// of its process group.
  func survivors() -> [String] {
    let deadline = swp_monotonic_ns() + ProcessFamily.grace
    while true {
      let left = ProcessFamily.entries().filter { entry in
        !entry.isDead && entry.member.number != root
          && (entry.group == root || members.contains(entry.member))
      }
      if left.isEmpty || swp_monotonic_ns() >= deadline { return left.map(\.name) }
      _ = swp_wait_exchange(-1, -1, false, -1, -1, ProcessFamily.pause)
    }
  }

  /// The number of the process behind a descriptor.
  private static func number(_ descriptor: Int32) -> Int32? {
    guard descriptor >= 0, let bytes = SmallFile.read("/proc/self/fdinfo/\(descriptor)") else {
      return nil
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let line = lines.first { $0.hasPrefix("Pid:") }
    return line.flatMap { Int32($0.dropFirst(4).drop { $0 == "\t" || $0 == " " }) }
  }

  private static func entries() -> [Entry] {
    guard let stream = opendir("/proc") else { return [] }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while let found = readdir(stream) {
      let name = withUnsafeBytes(of: &found.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let number = Int32(name), let entry = entry(number) { entries.append(entry) }
    }
    return entries
  }

  private static func entry(_ number: Int32) -> Entry? {
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
    return Entry(
      member: Member(number: number, start: fields[19]),
      name: String(text[text.index(after: open)..<close]),
      parent: parent,
      group: group,
      isDead: fields[0] == "Z" || fields[0] == "X"
    )
  }
}
