import SwpipeCore
import Testing

@Suite struct CodecTransformTests {
  private func hash(_ algorithm: String, _ text: String, rounds: Int64 = 1) throws -> String {
    try Harness(
      "hash",
      .map,
      ["algorithm": .text(algorithm), "rounds": .integer(rounds)]
    ).run([text]).texts[0]
  }

  @Test(arguments: [
    ("sha256", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("sha256", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("sha224", "abc", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
    ("sha1", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ("md5", "abc", "900150983cd24fb0d6963f7d28e17f72"),
    ("sha3-256", "abc", "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
    ("xxh64", "", "ef46db3751d8e999"), ("xxh64", "abc", "44bc2cf5ad770999"),
    ("xxh3", "", "2d06800538d394c2"), ("xxh128", "", "99aa06d3014798d86001c324468d497f"),
    (
      "sha512", "abc",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    ),
  ])
  func `known digests come out`(_ algorithm: String, _ text: String, _ digest: String) throws {
    #expect(try hash(algorithm, text) == digest)
  }

  @Test func `a further round hashes the bytes of the digest`() throws {
    #expect(
      try hash("sha256", "hello", rounds: 2)
        == "9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50"
    )
    for name in ["md5", "xxh64", "xxh3", "sha384", "sha3-512"] {
      let once = try Harness("decode", .map, ["format": .text("hex")]).run([hash(name, "x")])
      let again = try Harness("hash", .map, ["algorithm": .text(name)]).run(once.elements)
      #expect(try again.texts == [hash(name, "x", rounds: 2)])
    }
  }

  @Test(arguments: ["base64", "base64url", "hex", "url"])
  func `what was encoded decodes to what it was`(_ format: String) throws {
    var random = SplitMix(seed: 8)
    let elements: [[UInt8]] = (0..<300).map { length in
      (0..<length / 3).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
    let encoded = try Harness("encode", .map, ["format": .text(format)]).run(elements)
    #expect(encoded.elements.allSatisfy { $0.allSatisfy { $0 > 0x20 && $0 < 0x7F } })
    var back = try Harness("decode", .map, ["format": .text(format)])
    back.separator = 0
    #expect(try back.run(encoded.elements).elements == elements)
  }

  @Test(arguments: [
    ("base64", "YQ=", 2), ("base64", "Y", 0), ("base64", "YR==", 1), ("base64", "Y Q=", 1),
    ("base64", "a-_b", 1), ("base64", "====", 0), ("base64url", "a+", 1), ("hex", "6", 1),
    ("hex", "6g", 1), ("hex", " 61", 0), ("url", "%", 0), ("url", "a%2", 1), ("url", "%zz", 0),
  ])
  func `what is not in the format is an error with its place`(
    _ format: String,
    _ text: String,
    _ offset: Int
  ) throws {
    let outcome = try Harness("decode", .map, ["format": .text(format)]).run(["", text])
    #expect(outcome.texts == [""])
    #expect(outcome.failures == [1: "\"\(text)\" is not \(format): at byte \(offset + 1)"])
  }

  @Test func `decode takes base64 without padding and hex of both cases`() throws {
    let base64 = try Harness("decode", .map, ["format": .text("base64")])
    #expect(try base64.run(["YQ", "YWI", "YWI=", "YQ==", ""]).texts == ["a", "ab", "ab", "a", ""])
    let hex = try Harness("decode", .map, ["format": .text("hex")])
    #expect(try hex.run(["4a4B"]).texts == ["JK"])
  }
}
