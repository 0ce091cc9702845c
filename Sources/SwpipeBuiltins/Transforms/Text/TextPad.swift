internal import SwpipeCore

/// `text.pad`: filled up to a width.
struct TextPad: MapTransform {
  static let width = Parameter<Int64>.integer(
    "width",
    in: 0...1_000_000,
    "The least number of characters."
  )
  static let side = Parameter<String>.choice(
    "side",
    of: ["left", "right", "both"],
    default: "right",
    "Where the fill goes; both puts the odd one on the right."
  )
  static let fill = Parameter<String>.text("fill", default: " ", "The character to fill with.")

  static let definition = Definition(
    name: "text.pad",
    summary: "Fills a text up to a number of characters",
    details: "A text that is as wide already, or wider, stays as it is.",
    parameters: [width.info, side.info, fill.info],
    examples: [
      .stage(
        "Zeros on the left",
        "map: text.pad\nwith: {width: 4, side: left, fill: '0'}",
        input: ["7", "12345"],
        output: ["0007", "12345"]
      ),
      .stage(
        "In the middle",
        "map: {text.pad: {width: 6, side: both, fill: '*'}}",
        input: ["abc"],
        output: ["*abc**"]
      ),
      .stage(
        "edge: characters count, not bytes",
        "map: {text.pad: {width: 5, fill: '·'}}",
        input: ["日本", ""],
        output: ["日本···", "·····"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .text) { arguments, _, _ in
        TextPad(
          width: Int(arguments[width]),
          side: arguments[side],
          fill: Array(arguments[fill].utf8)
        )
      }
    ),
    check: { arguments in
      arguments[fill].count == 1
        ? []
        : [ArgumentProblem(parameter: fill.info.name, message: "fill must be one character")]
    }
  )

  private let width: Int
  private let fillsLeft: Bool
  private let fillsRight: Bool
  private let fill: [UInt8]

  private init(width: Int, side: String, fill: [UInt8]) {
    self.width = width
    fillsLeft = side != "right"
    fillsRight = side != "left"
    self.fill = fill
  }

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    let missing = max(0, width - Characters.count(element))
    let left = fillsLeft ? (fillsRight ? missing / 2 : missing) : 0
    appendFill(left, to: &output)
    output.append(element)
    appendFill(missing - left, to: &output)
  }

  private func appendFill(_ count: Int, to output: inout BatchBuilder) {
    for _ in 0..<count { output.append(fill.span) }
  }
}
