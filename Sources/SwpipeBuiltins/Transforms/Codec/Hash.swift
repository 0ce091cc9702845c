internal import SwpipeCore

/// `hash`: the digest of each element, in hexadecimal.
struct Hash: MapTransform {
  static let algorithm = Parameter<String>.choice(
    "algorithm",
    of: Digest.names,
    default: "sha256",
    "The hash function; those from xxh64 on are fast and not for secrets."
  )
  static let rounds = Parameter<Int64>.integer(
    "rounds",
    in: 1...1_000_000_000,
    default: 1,
    "How often: each further round hashes the bytes of the digest before."
  )

  static let definition = Definition(
    name: "hash",
    summary: "Gives the digest of each element in hexadecimal",
    details: """
      Hashes the element's bytes as they stand, without the line's end. A round after the first \
      hashes the bytes of the digest, not its hexadecimal digits.
      """,
    parameters: [algorithm.info, rounds.info],
    examples: [
      .stage(
        "SHA-256",
        "map: hash",
        input: ["abc"],
        output: ["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"]
      ),
      .stage(
        "A fast one",
        "map: {hash: xxh64}",
        input: ["abc", "a"],
        output: ["44bc2cf5ad770999", "d24ec4f1a98c6e5b"]
      ),
      .stage(
        "edge: of nothing",
        "map: {hash: md5}",
        input: [""],
        output: ["d41d8cd98f00b204e9800998ecf8427e"]
      ),
      .stage(
        "Twice",
        "map: {hash: {algorithm: sha256, rounds: 2}}",
        input: ["hello"],
        output: ["9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50"]
      ),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .any, gives: .text) {
        arguments,
        _,
        _ throws(RunFailure) in
        let name = arguments[algorithm]
        guard let digest = Digest(name) else {
          throw RunFailure(.resource, "the installed libnettle does not have \(name)")
        }
        return Hash(digest: digest, rounds: arguments[rounds])
      }
    )
  )

  let digest: Digest
  let rounds: Int64

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    digest.compute(element, rounds: rounds) { Codec.appendHex($0, to: &output) }
  }
}
