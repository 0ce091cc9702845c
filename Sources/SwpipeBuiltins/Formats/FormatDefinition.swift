internal import SwpipeCore

/// One way in which elements stand in a file or stream: all that sources, sinks and their pages know
/// of it.
///
/// A format that can only be read, or only be written, leaves the other side out.
struct FormatDefinition: Sendable {
  /// The name that a spec uses.
  let name: String
  let reading: Reading?
  let writing: Writing?

  /// What a source needs to know.
  struct Reading: Sendable {
    /// The type of the elements.
    var gives: ElementType
    /// How it is read, a paragraph.
    var details: String
    /// Whether it is looked into while it is read, so that a row may be none.
    var hasBadRows: @Sendable (Arguments) -> Bool = { _ in false }
    /// Those of this format; several formats may share one.
    var parameters: [ParameterInfo] = []
    /// What speaks against arguments that each are well.
    var check: @Sendable (Arguments) -> [ArgumentProblem] = { _ in [] }
    /// Makes the decoder of checked arguments; `elementLimit` is in bytes.
    var decoder: @Sendable (_ arguments: Arguments, _ elementLimit: Int) -> any Decoder
  }

  /// What a sink needs to know.
  struct Writing: Sendable {
    /// The elements that it takes.
    var accepts: Acceptance
    /// How it is written, a paragraph.
    var details: String
    /// Those of this format; several formats may share one.
    var parameters: [ParameterInfo] = []
    /// What speaks against arguments that each are well.
    var check: @Sendable (Arguments) -> [ArgumentProblem] = { _ in [] }
    /// Makes the encoder of checked arguments.
    var encoder: @Sendable (_ arguments: Arguments) -> any Encoder & ~Copyable
    /// Makes the encoder for what goes behind what a regular file holds already; nil where that is
    /// the same one.
    var appender:
      (
        @Sendable (_ arguments: Arguments, _ path: String) throws(RunFailure) -> any Encoder
          & ~Copyable
      )?
  }
}
