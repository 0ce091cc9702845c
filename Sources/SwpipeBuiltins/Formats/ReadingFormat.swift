internal import SwpipeCore

/// The parameters by which a source chooses its format, and the options of formats.
enum ReadingFormat {
  private static let formats = Formats.all.filter { $0.reading != nil }

  static let format = Parameter<String>.choice(
    "format",
    of: formats.map(\.name),
    default: LineFormats.lines.name,
    "How elements stand in the input."
  )

  /// `format` and what the formats have besides.
  static let parameters =
    [format.info] + FormatParameters.merged(formats.map { $0.reading?.parameters ?? [] })

  /// Words of a source's details that say how each format is read.
  static var details: String {
    formats.compactMap(\.reading?.details).joined(separator: "\n\n")
  }

  /// The argument with which a source gives elements of a type, as a spec has it; nil if no format does.
  @Sendable
  static func argument(giving type: ElementType) -> String? {
    formats.first { $0.reading?.gives == type }.map { "\(format.info.name): \($0.name)" }
  }

  /// The format of checked arguments.
  static func of(_ arguments: Arguments) -> FormatDefinition.Reading {
    guard let reading = formats.first(where: { $0.name == arguments[format] })?.reading else {
      preconditionFailure("the plan holds the unknown format \(arguments[format])")
    }
    return reading
  }

  /// What speaks against arguments that each are well.
  static func check(_ arguments: Arguments) -> [ArgumentProblem] {
    let strange = FormatParameters.strange(
      arguments,
      formats.map { ($0.name, $0.reading?.parameters ?? []) },
      chosen: arguments[format]
    )
    return strange.isEmpty ? of(arguments).check(arguments) : strange
  }
}
