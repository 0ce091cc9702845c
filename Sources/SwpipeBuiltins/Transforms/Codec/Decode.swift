internal import SwpipeCore

/// `decode`: text turned back into bytes.
struct Decode: MapTransform {
  static let format = Parameter<String>.choice(
    "format",
    of: Codec.allCases.map(\.rawValue),
    "How the bytes are written."
  )

  static let definition = Definition(
    name: "decode",
    summary: "Turns base64, hexadecimal or a part of a URL back into bytes",
    details: """
      The padding of base64 may be missing. A plus sign in url stays one. What is not in the format is \
      that element's error, which names the byte.
      """,
    parameters: [format.info],
    examples: [
      .stage(
        "Base64",
        "map: {decode: base64}",
        input: ["aGVsbG8=", "YQ"],
        output: ["hello", "a"]
      ),
      .stage("From a URL", "map: {decode: url}", input: ["a%20b%2f%C3%A9+"], output: ["a b/é+"]),
      .stage(
        "edge: half a byte",
        "map: {decode: hex}",
        input: ["6"],
        error: "\"6\" is not hex: at byte 2"
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .text, gives: .text) {
        arguments,
        _,
        _ throws(RunFailure) in
        guard let codec = Codec(rawValue: arguments[format]) else {
          throw RunFailure(.internalCheck, "unknown format \(arguments[format])")
        }
        return Decode(codec: codec)
      }
    )
  )

  let codec: Codec

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    try codec.decode(element, to: &output)
  }
}
