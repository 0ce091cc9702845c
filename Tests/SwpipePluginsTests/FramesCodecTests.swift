import CommandSupport
import Testing

@testable import SwpipePlugins

@Suite struct FramesCodecTests {
  private static func frame(_ kind: PluginFrame.Kind, _ payload: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    PluginFrame.append(kind, payload, to: &bytes)
    return bytes
  }

  private static func result(_ id: UInt64, _ answers: [[String]]) -> [UInt8] {
    var payload: [UInt8] = []
    PluginFrame.append(id, to: &payload)
    PluginFrame.append(UInt32(answers.count), to: &payload)
    for answer in answers { PluginFrame.append(UInt32(answer.count), to: &payload) }
    for text in answers.joined() { PluginFrame.append(UInt32(text.utf8.count), to: &payload) }
    for text in answers.joined() { payload += text.utf8 }
    return frame(.result, payload)
  }

  /// What a codec says of some bytes, in words, and how many it used.
  private static func decode(_ bytes: [UInt8]) throws -> (said: [String], used: Int) {
    var codec = FramesCodec(sendsIndices: false)
    var said: [String] = []
    let used = try bytes.withUnsafeBytes { buffer in
      try codec.decode(buffer) { (answer) throws(ProcessLoss) in
        switch answer {
        case .emit(let id, let bytes):
          said.append("\(id) gives \(String(decoding: bytes, as: UTF8.self))")
        case .done(let id, let isKept): said.append("\(id) done\(isKept ? "" : ", empty")")
        case .failed(let id, let message): said.append("\(id) failed: \(message)")
        case .started: said.append("started")
        case .ended: said.append("ended")
        case .manifest(let json): said.append("manifest of \(json.count)")
        case .refused(let reason): said.append("refused: \(reason)")
        }
      }
    }
    return (said, used)
  }

  @Test func `answers are said one by one`() throws {
    let bytes = Self.result(5, [["a", "bc"], [], [""]]) + Self.frame(.ended, [])
    let (said, used) = try Self.decode(bytes)
    #expect(
      said == ["5 gives a", "5 gives bc", "5 done", "6 done, empty", "7 gives ", "7 done", "ended"]
    )
    #expect(used == bytes.count)
  }

  @Test func `a frame that is cut anywhere waits for its rest`() throws {
    let first = Self.frame(.started, [])
    let bytes = first + Self.result(1, [["abc"], ["d"]])
    for count in 0..<bytes.count {
      let (said, used) = try Self.decode(Array(bytes[..<count]))
      #expect(used == (count < first.count ? 0 : first.count))
      #expect(said == (count < first.count ? [] : ["started"]))
    }
  }

  @Test func `a verdict has no elements`() throws {
    var payload: [UInt8] = []
    PluginFrame.append(UInt64(9), to: &payload)
    for number: UInt32 in [2, 1, 0] { PluginFrame.append(number, to: &payload) }
    #expect(try Self.decode(Self.frame(.result, payload)).said == ["9 done", "10 done, empty"])
  }

  @Test(arguments: 0..<300)
  func `damaged bytes are refused or wait and never overrun`(_ seed: UInt64) {
    var random = SplitMix(seed: seed)
    var bytes = Self.result(1, [["abc", "d"], ["e"], []]) + Self.frame(.fail, Array(0..<20))
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
        in: 0...255,
        using: &random
      )
    }
    do {
      #expect(try Self.decode(bytes).used <= bytes.count)
    } catch {
      #expect((error as? ProcessLoss)?.breach != nil)
    }
  }

  @Test func `what is no frame is shown`() {
    #expect(throws: ProcessLoss.broke("wrote what is no frame on its standard output: \"hello\"")) {
      try Self.decode(Array("hello\nworld".utf8))
    }
  }

  @Test(arguments: [
    (PluginFrame.Kind.manifest, 16 << 20), (.fail, 16 << 20), (.refused, 16 << 20), (.started, 0),
    (.ended, 0), (.result, 1000), (.part, 1000),
  ])
  func `a frame that is too large for its kind is refused by its header`(
    _ kind: PluginFrame.Kind,
    _ most: Int
  ) throws {
    for (size, isRight) in [(most, true), (most + 1, false)] {
      var codec = FramesCodec(sendsIndices: false, mostReceived: 1000)
      var header: [UInt8] = []
      PluginFrame.appendHeader(kind, size, to: &header)
      if size > 0 || !isRight {
        let used = try? header.withUnsafeBytes { bytes in try codec.decode(bytes) { _ in } }
        #expect((used != nil) == isRight)
      }
    }
  }

  @Test func `a long message is cut between two characters`() throws {
    let (said, _) = try Self.decode(
      Self.frame(.refused, Array(("a" + String(repeating: "ü", count: 9000)).utf8))
    )
    #expect(said == ["refused: a" + String(repeating: "ü", count: 4095) + "…"])
  }
}
