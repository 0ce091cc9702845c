private import Glibc
internal import SwpipeCore
internal import SwpipeEngine
private import SwpipeSystem
private import Synchronization

/// The file of `--report`: opened before the run, so that a wrong path costs nothing, written after.
///
/// It is opened in two steps: to wait for a pipe's reader must not hold up a signal, and a signal must
/// not come between emptying the file and being able to write it.
final class ReportFile: Sendable {
  private let path: String
  /// Nothing while there is no such file.
  private let descriptor: Lock<Int32?>

  private let messages: RunMessages

  /// Opens what is there already and changes nothing; waits where it is a pipe that nobody reads yet.
  ///
  /// `-` is standard error, because standard output is for elements.
  init(path: String, messages: RunMessages) throws(CommandEnd) {
    self.path = path
    self.messages = messages
    if path == "-" {
      descriptor = Lock(StandardError.descriptor)
      return
    }
    do throws(SystemError) {
      descriptor = Lock(try Descriptor.open(path, O_WRONLY).release())
    } catch {
      guard error.number == ENOENT else { throw ReportFile.refusal(path, error) }
      descriptor = Lock(nil)
    }
  }

  deinit {
    if let number = descriptor.withLock({ $0 }), number != StandardError.descriptor {
      close(number)
    }
  }

  private static func refusal(_ path: String, _ error: SystemError) -> CommandEnd {
    CommandEnd(.output, "cannot write the report to \(path): \(error.words)")
  }

  /// Empties the file, or makes it; does not wait.
  func clear() throws(CommandEnd) {
    do throws(SystemError) {
      try descriptor.withLock { number throws(SystemError) in
        if let number {
          // What cannot be emptied is a pipe or a device, or standard error.
          if path != "-" { _ = ftruncate(number, 0) }
        } else {
          let flags = O_WRONLY | O_CREAT | O_TRUNC
          number = try Descriptor.open(path, flags, mode: 0o666).release()
        }
      }
    } catch {
      throw ReportFile.refusal(path, error)
    }
  }

  /// Writes the report of a run that ended, however it did.
  ///
  /// A run that was done ends with 74 if this fails; what ended another one is worth more.
  func write(_ report: RunReport) throws(CommandEnd) {
    let text = RunReportJSON.text(report)
    if path == "-" { return messages.say(text) }
    let descriptor = descriptor.withLock { $0 }
    guard let descriptor, let number = FileDescriptor.write(text, to: descriptor) else { return }
    throw CommandEnd(
      report.exit == .done ? .output : report.exit,
      "cannot write the report to \(path): \(SystemError(number).words)"
    )
  }
}
