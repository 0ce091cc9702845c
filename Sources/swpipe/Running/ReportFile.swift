private import Glibc
internal import SwpipeCore
internal import SwpipeEngine
private import SwpipeSystem

/// The file of `--report`: opened before the run, so that a wrong path costs nothing, written after.
final class ReportFile: Sendable {
  private let path: String
  private let descriptor: Int32

  private let messages: RunMessages

  /// Opens the file; `-` is standard error, because standard output is for elements.
  init(path: String, messages: RunMessages) throws(CommandEnd) {
    self.path = path
    self.messages = messages
    guard path != "-" else {
      descriptor = StandardError.descriptor
      return
    }
    do throws(SystemError) {
      let flags = O_WRONLY | O_CREAT | O_TRUNC
      descriptor = try Descriptor.open(path, flags, mode: 0o666).release()
    } catch {
      throw CommandEnd(.output, "cannot write the report to \(path): \(error.words)")
    }
  }

  deinit {
    if descriptor != StandardError.descriptor { close(descriptor) }
  }

  /// Writes the report of a run that ended, however it did.
  ///
  /// A run that was done ends with 74 if this fails; what ended another one is worth more.
  func write(_ report: RunReport) throws(CommandEnd) {
    let text = RunReportJSON.text(report)
    if descriptor == StandardError.descriptor { return messages.say(text) }
    guard let number = FileDescriptor.write(text, to: descriptor) else { return }
    throw CommandEnd(
      report.exit == .done ? .output : report.exit,
      "cannot write the report to \(path): \(FileDescriptor.meaning(of: number))"
    )
  }
}
