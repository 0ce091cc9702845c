package import SwpipeCore

extension Builtins {
  /// The sources that a spec may name.
  package static let sources: [Definition] = [
    StdinSource.definition,
    FileSource.definition,
    ValuesSource.definition,
    RangeSource.definition,
  ]

  /// The sinks that a spec may name.
  package static let sinks: [Definition] = [
    StdoutSink.definition,
    FileSink.definition,
    DiscardSink.definition,
  ]
}
