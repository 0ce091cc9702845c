internal import SwpipeCore

/// The parameters by which a sink chooses its format, and the options of formats.
enum WritingFormat {
  private static let formats = Formats.all.filter { $0.writing != nil }

  static let format = Parameter<String>.choice(
    "format",
    of: formats.map(\.name),
    default: LineFormats.lines.name,
    "How the elements are written."
  )

  /// `format` and what the formats have besides.
  static let parameters =
    [format.info] + FormatParameters.merged(formats.map { $0.writing?.parameters ?? [] })

  /// Words of a sink's details that say how each format is written.
  static var details: String {
    formats.compactMap(\.writing?.details).joined(separator: "\n\n")
  }

  /// The arguments of a sink that takes dead letters.
  static let ofDeadLetters = [format.info.name: LineFormats.jsonl.name]

  /// The format of checked arguments.
  static func of(_ arguments: Arguments) -> FormatDefinition.Writing {
    guard let writing = formats.first(where: { $0.name == arguments[format] })?.writing else {
      preconditionFailure("the plan holds the unknown format \(arguments[format])")
    }
    return writing
  }

  /// What speaks against arguments that each are well.
  static func check(_ arguments: Arguments) -> [ArgumentProblem] {
    let strange = FormatParameters.strange(
      arguments,
      formats.map { ($0.name, $0.writing?.parameters ?? []) },
      chosen: arguments[format]
    )
    return strange.isEmpty ? of(arguments).check(arguments) : strange
  }
}
