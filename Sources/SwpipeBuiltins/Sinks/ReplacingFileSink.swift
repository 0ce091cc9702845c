internal import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// Writes a hidden file beside the one that is meant, and gives it the name when the run is complete.
///
/// Of a run that is not, what was written is kept as `NAME.partial`, and the old file stays.
final class ReplacingFileSink: Sink {
  /// What becomes of the output.
  struct Policy {
    /// Whether the output of a run that a signal ended takes the name, too.
    var keepsOnStop: Bool
    /// Whether the output is on the disk before it takes the name.
    var isDurable: Bool
  }

  private let path: String
  private let policy: Policy
  private let context: SinkContext
  private let hidden: HiddenFile
  private var output: Output
  private var encoder: any Encoder & ~Copyable

  /// `old` is the file that is replaced; nil if there is none.
  init(
    path: String,
    old: OldFile?,
    policy: Policy,
    encoder: consuming any Encoder & ~Copyable,
    _ context: SinkContext
  ) throws(RunFailure) {
    // A link stays a link, and the file it leads to is replaced.
    self.path = FilePath.followingLinks(path)
    self.policy = policy
    self.context = context
    self.encoder = encoder
    hidden = try HiddenFile(beside: self.path, for: path, context)
    // One of its own to close: the hidden file keeps its lock until it has its name.
    let descriptor = fcntl(hidden.descriptor, F_DUPFD_CLOEXEC, 0)
    output = Output(descriptor: descriptor, name: path, isOwned: true)
    if descriptor < 0 {
      let error = SystemError.last
      hidden.remove()
      throw FileSink.failure(path, error)
    }
    old?.lend(to: descriptor)
  }

  func write(_ slice: borrowing Slice) throws(SinkFailure) {
    try encoder.encode(slice, to: output)
  }

  func finish(_ end: RunEnd) throws(SinkFailure) {
    guard end == .complete || (end == .stopped && policy.keepsOnStop) else { return keepPart(end) }
    do throws(SinkFailure) {
      try encoder.finish(to: output)
      if policy.isDurable { try output.synchronize() }
      try output.close()
      do throws(SystemError) {
        try hidden.rename(to: path)
      } catch {
        throw Output.failure(output.name, error)
      }
      if policy.isDurable { FilePath.synchronize(FilePath.directory(of: path)) }
    } catch {
      keepPart(.failed)
      throw error
    }
  }

  func abandon() {
    try? output.close()
    hidden.remove()
  }

  /// Keeps what was written beside the file, if it is anything, and says so.
  private func keepPart(_ end: RunEnd) {
    if hidden.isEmpty { return abandon() }
    try? output.close()
    var part = FilePath.sibling(of: path, suffix: ".partial")
    do throws(SystemError) {
      try hidden.rename(to: part)
    } catch {
      part = hidden.path
    }
    let reason = end == .failed ? "the run failed" : "the run was stopped before its end"
    let file =
      access(path, F_OK) == 0 ? "\(output.name) stays as it was" : "there is no \(output.name)"
    let help = end == .stopped ? " (`on_stop: keep` would give it the name)" : ""
    context.log.write(
      .warning,
      "\(reason), so \(file); what was written is in \(part)\(help)",
      stage: context.id
    )
  }
}
