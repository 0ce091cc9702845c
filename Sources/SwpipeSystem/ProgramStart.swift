private import CLinux
private import Glibc

/// A program whose guard was started: it may not be there yet.
package struct ProgramStart: ~Copyable, Sendable {
  /// Why a program did not start.
  package enum Refusal: Error, Hashable, Sendable {
    /// The program cannot be executed: it is not there, say.
    case program(SystemError)
    /// The system has no room for its process.
    case system(SystemError)
    /// The guard was killed before it had started the program.
    case ended(ProcessEnd)

    /// In words that follow a colon.
    package var words: String {
      switch self {
      case .program(let error), .system(let error): error.words
      case .ended(let end): "what guards it \(end.words)"
      }
    }
  }

  private let process: StartedProcess
  private let told: Descriptor

  /// Nanoseconds after which a program that has not told of its start is taken for started: a guard
  /// that is stopped, say, is waited for as its program would be.
  private static let limit: Int64 = 10_000_000_000

  init(process: consuming StartedProcess, told: consuming Descriptor) {
    self.process = process
    self.told = told
  }

  /// Hands the process over before it is known whether the program is there; what is put into `told`
  /// is for `confirm`.
  package consuming func process(telling told: inout Descriptor?) -> StartedProcess {
    let kept = self.told.release()
    told = Descriptor(kept)
    return process
  }

  /// Waits until the program is there.
  package consuming func confirm() throws(Refusal) -> StartedProcess {
    var process = self.process
    do throws(Refusal) {
      guard try ProgramStart.confirm(told) else {
        throw Refusal.ended(process.finish())
      }
    } catch {
      process.finish()
      throw error
    }
    return process
  }

  /// Waits until what a guard tells says that its program is there; false where it ended before.
  package static func confirm(_ told: borrowing Descriptor) throws(Refusal) -> Bool {
    let deadline = MonotonicClock.moment(in: limit)
    var wait = DescriptorWait()
    wait.input = told.number
    var hasForked = false
    while true {
      guard let events = try? wait.wait(until: deadline), !events.isEmpty else { return true }
      var words: (what: Int32, error: Int32) = (0, 0)
      let count = withUnsafeMutableBytes(of: &words) { bytes in
        (try? Descriptor.read(told.number, into: bytes)) ?? 0
      }
      guard count == MemoryLayout.size(ofValue: words) else { return hasForked }
      switch words.what {
      case Int32(swp_start_forked): hasForked = true
      case Int32(swp_start_refused): throw .program(SystemError(words.error))
      default: throw .system(SystemError(words.error))
      }
    }
  }
}
