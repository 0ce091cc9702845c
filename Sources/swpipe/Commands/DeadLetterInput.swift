private import Glibc
internal import SwpipeCore
internal import SwpipeEngine
private import SwpipeSystem

/// The dead letters that `swpipe replay` reads: a copy of a file or, for `-`, of standard input.
///
/// A copy, because each stage reads its own elements out of the whole, and because what fails again may
/// be written to the same file.
struct DeadLetterInput {
  /// What the file is called in messages.
  let name: String
  /// Where it is.
  let original: String
  private let copy: SpillFile

  /// The copy's path, to be opened as often as it is read.
  var path: String { "/proc/self/fd/\(copy.descriptor)" }

  /// Reads the file, or standard input, to its end.
  init(_ argument: String) throws(RunFailure) {
    let isStandardInput = argument == "-"
    name = isStandardInput ? "standard input" : argument
    original = isStandardInput ? "/dev/stdin" : argument
    var descriptor: Int32 = 0
    if !isStandardInput {
      do throws(SystemError) {
        descriptor = try Descriptor.open(argument, O_RDONLY).release()
      } catch {
        throw DeadLetterInput.failure("open", name, error.number)
      }
    }
    defer { if !isStandardInput { close(descriptor) } }
    copy = try DeadLetterInput.copy(of: descriptor, name)
  }

  private static func copy(of descriptor: Int32, _ name: String) throws(RunFailure) -> SpillFile {
    let copy = try SpillFile(
      for: "dead letters",
      in: SpillFile.temporaryDirectory,
      help: "set TMPDIR to a directory with room"
    )
    while true {
      let chunk = try read(descriptor, name)
      if chunk.isEmpty { break }
      try copy.append(chunk[...])
    }
    try copy.rewind()
    return copy
  }

  /// What one read gives; nothing at the end.
  private static func read(_ descriptor: Int32, _ name: String) throws(RunFailure) -> [UInt8] {
    while true {
      var failed: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: 128 << 10) { room, count in
        let got = Glibc.read(descriptor, room.baseAddress, room.count)
        if got < 0 { failed = errno }
        count = max(0, got)
      }
      switch failed {
      case 0: return chunk
      case EINTR: break
      // Whoever started us may have made its end non-blocking, and may still need it so.
      case EAGAIN:
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&request, 1, -1)
      default: throw failure("read", name, failed)
      }
    }
  }

  private static func failure(_ verb: String, _ name: String, _ number: Int32) -> RunFailure {
    RunFailure(.input, "cannot \(verb) \(name): \(SystemError(number).words)")
  }
}
