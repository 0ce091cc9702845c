private import Glibc
internal import SwpipeCore
internal import SwpipePlugins
private import SwpipeSystem

/// The processes below a child, so that one that outlives it is noticed.
///
/// Costs a look at every process of the machine.
struct ProcessFamily {
  private let root: Int32
  private let members: Set<ProcessStatus.Identity>

  /// Nanoseconds in which what ends with the child must be gone.
  private static let grace: Int64 = 1_000_000_000
  private static let pause: Int64 = 5_000_000

  /// Those that are there now; nil where the system does not tell.
  init?(of child: any Child) {
    guard let root = ProcessStatus.number(child.descriptor) else { return nil }
    self.root = root
    let entries = ProcessFamily.entries()
    var known: Set<Int32> = [root]
    var members: Set<ProcessStatus.Identity> = []
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for entry in entries
      where known.contains(entry.parent) && known.insert(entry.identity.number).inserted {
        members.insert(entry.identity)
        isGrowing = true
      }
    }
    self.members = members
  }

  /// The names of those that still run a second after the child has ended: of its family as it was, and
  /// of its process group.
  func survivors() -> [String] {
    let deadline = MonotonicClock.now + ProcessFamily.grace
    while true {
      let left = ProcessFamily.entries().filter { entry in
        !entry.isDead && entry.identity.number != root
          && (entry.group == root || members.contains(entry.identity))
      }
      if left.isEmpty || MonotonicClock.now >= deadline { return left.map(\.name) }
      DescriptorWait.pause(nanoseconds: ProcessFamily.pause)
    }
  }

  private static func entries() -> [ProcessStatus] {
    guard let stream = opendir("/proc") else { return [] }
    defer { closedir(stream) }
    var entries: [ProcessStatus] = []
    while let found = readdir(stream) {
      let name = withUnsafeBytes(of: &found.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let number = Int32(name), let entry = ProcessStatus(number) { entries.append(entry) }
    }
    return entries
  }
}
