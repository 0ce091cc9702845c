internal import SwpipeCore

/// `encode`: bytes written as text.
struct Encode: MapTransform {
  static let format = Parameter<String>.choice(
    "format",
    of: Codec.allCases.map(\.rawValue),
    "How the bytes are written."
  )

  static let definition = Definition(
    name: "encode",
    summary: "Writes each element as base64, hexadecimal or a part of a URL",
    details: """
      base64 and base64url follow RFC 4648, the latter without padding; hex has lower-case digits; url \
      turns all bytes but A–Z, a–z, 0–9 and - . _ ~ into %XX.
      """,
    parameters: [format.info],
    examples: [
      .stage(
        "Base64",
        "map: {encode: base64}",
        input: ["hello", "a"],
        output: ["aGVsbG8=", "YQ=="]
      ),
      .stage("For a URL", "map: {encode: url}", input: ["a b/é"], output: ["a%20b%2F%C3%A9"]),
      .stage("edge: nothing", "map: {encode: hex}", input: ["", "\r"], output: ["", "0d"]),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .any, gives: .text) {
        arguments,
        _,
        _ throws(RunFailure) in
        guard let codec = Codec(rawValue: arguments[format]) else {
          throw RunFailure(.internalCheck, "unknown format \(arguments[format])")
        }
        return Encode(codec: codec)
      }
    )
  )

  let codec: Codec

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    codec.encode(element, to: &output)
  }
}
