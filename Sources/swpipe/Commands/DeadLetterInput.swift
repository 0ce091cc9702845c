private import Glibc
internal import SwpipeCore
internal import SwpipeEngine

/// The dead letters that `swpipe replay` reads: a file, or `-` for standard input.
struct DeadLetterInput {
  /// The file to open, as often as it is read.
  let path: String
  /// What it is called in messages.
  let name: String
  /// What standard input held: each stage reads its own elements out of the whole.
  private let copy: SpillFile?

  /// Reads standard input to its end where the argument is `-`.
  init(_ argument: String) throws(RunFailure) {
    guard argument == "-" else {
      path = argument
      name = argument
      copy = nil
      return
    }
    let copy: SpillFile
    do throws(RunFailure) {
      copy = try DeadLetterInput.copyOfStandardInput()
    } catch {
      var failure = error
      if failure.status == .output { failure.help = "set TMPDIR to a directory with room" }
      throw failure
    }
    path = "/proc/self/fd/\(copy.descriptor)"
    name = "standard input"
    self.copy = copy
  }

  private static func copyOfStandardInput() throws(RunFailure) -> SpillFile {
    let copy = try SpillFile(for: "dead letters", in: SpillFile.temporaryDirectory)
    while true {
      var failed: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: 128 << 10) { room, count in
        let got = Glibc.read(0, room.baseAddress, room.count)
        if got < 0 { failed = errno }
        count = max(0, got)
      }
      switch failed {
      case 0 where chunk.isEmpty:
        try copy.rewind()
        return copy
      case 0: try copy.append(chunk[...])
      case EINTR: break
      // Whoever started us may have made its end non-blocking, and may still need it so.
      case EAGAIN:
        var request = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        _ = poll(&request, 1, -1)
      default:
        let meaning = FileDescriptor.meaning(of: failed)
        throw RunFailure(.input, "cannot read standard input: \(meaning)")
      }
    }
  }
}
