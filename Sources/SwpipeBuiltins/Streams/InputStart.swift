internal import SwpipeCore

/// Looks at the first bytes of a file: whether it is text at all, and where the text begins.
///
/// So a compressed file is called what it is, instead of a table with a bad first field. Waits for
/// more bytes only while those that came could begin something else than text.
struct InputStart {
  /// What the file should be.
  enum Content: Sendable {
    /// Bytes between separators, which may have any value.
    case bytes
    case json
    case table
  }

  private let content: Content
  /// Whether enough was seen.
  private(set) var isKnown = false

  init(_ content: Content) {
    self.content = content
  }

  /// That of bytes from the middle of a file, which begin with nothing of the kind.
  static var passed: InputStart {
    var start = InputStart(.bytes)
    start.isKnown = true
    return start
  }

  /// Looks at all bytes that were read so far; returns how many to drop once it knows.
  ///
  /// `isLast` says that none will follow.
  mutating func look(at bytes: Span<UInt8>, isLast: Bool, of file: String) throws(RunFailure) -> Int
  {
    var mayFollow = false
    for signature in Signature.all {
      switch content == .bytes ? signature.beginsSurely(bytes, isLast) : signature.begins(bytes) {
      case true?:
        throw RunFailure(
          .element,
          "the input is \(signature.name)",
          help: signature.help(for: file),
          input: InputPlace(file: file, line: nil)
        )
      case nil: mayFollow = true
      case false?: break
      }
    }
    guard content != .bytes else {
      isKnown = isLast || !mayFollow
      return 0
    }
    switch Signature.isWide(bytes) {
    case true?:
      throw RunFailure(
        .element,
        "the input is UTF-16 without a byte order mark",
        help: Signature.wide.help(for: file),
        input: InputPlace(file: file, line: nil)
      )
    case nil: mayFollow = true
    case false?: break
    }
    let mark = Signature.byteOrderMark.begins(bytes)
    if mark == nil { mayFollow = true }
    if content == .json, try isOpening(bytes, from: mark == true ? 3 : 0, isLast, file) {
      mayFollow = true
    }
    isKnown = isLast || !mayFollow
    return isKnown && mark == true ? Signature.byteOrderMark.bytes.count : 0
  }

  /// Refuses a first line of nothing but opening brackets, which a value that spans lines begins
  /// with; whether the bytes so far may still become one.
  private func isOpening(_ bytes: Span<UInt8>, from start: Int, _ isLast: Bool, _ file: String)
    throws(RunFailure) -> Bool
  {
    var opened = -1
    var line = 1
    for position in start..<max(start, bytes.count) {
      switch bytes[position] {
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        if opened < 0 { opened = position }
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      case UInt8(ascii: "\n") where opened < 0: line += 1
      case UInt8(ascii: "\n"):
        throw RunFailure(
          .element,
          "the input is not jsonl: its first value begins with "
            + "\(Excerpt.quoted(bytes.extracting(opened..<position))) and goes on in the next line",
          help:
            "a line of jsonl holds one whole value; `multi_document: true` takes values of several "
            + "lines, and `format: json` the elements of one array",
          input: InputPlace(file: file, line: line)
        )
      default: return false
      }
    }
    return !isLast
  }
}

extension InputStart {
  /// The first bytes of files that are not UTF-8 text.
  struct Signature: Sendable {
    let name: String
    let bytes: [UInt8]
    /// The command that writes the text of such a file to its output.
    let command: String

    /// Whether bytes begin with it; nil where they may do so once there are more.
    func begins(_ other: Span<UInt8>) -> Bool? {
      for position in bytes.indices {
        if position == other.count { return nil }
        if bytes[position] != other[position] { return false }
      }
      return true
    }

    /// The same for bytes that may be anything: a mark of UTF-16 is one only before a Latin letter.
    func beginsSurely(_ other: Span<UInt8>, _ isLast: Bool) -> Bool? {
      guard begins(other) == true, bytes.count == 2 else { return begins(other) }
      guard other.count >= 4 else { return isLast ? false : nil }
      return other[bytes[0] == 0xff ? 3 : 2] == 0
    }

    /// The way out.
    func help(for file: String) -> String {
      let name = file == Input.standardInputName ? "FILE" : file
      return "give swpipe its text: `\(command) \(name) | swpipe run …` with `source: stdin`"
    }

    /// The three bytes that some programs put before UTF-8.
    static let byteOrderMark = Signature(
      name: "UTF-8 with a byte order mark",
      bytes: [0xef, 0xbb, 0xbf],
      command: ""
    )

    static let wide = Signature(
      name: "UTF-16",
      bytes: [],
      command: "iconv -f UTF-16LE -t UTF-8"
    )

    static let all = others + bzip2

    /// Its fourth byte is a digit, the size of its blocks.
    private static let bzip2 = (0x31...0x39 as ClosedRange<UInt8>).map { size in
      Signature(
        name: "compressed with bzip2",
        bytes: [0x42, 0x5a, 0x68, size, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59],
        command: "bzcat"
      )
    }

    private static let others = [
      Signature(name: "compressed with gzip", bytes: [0x1f, 0x8b, 0x08], command: "zcat"),
      Signature(
        name: "compressed with zstd",
        bytes: [0x28, 0xb5, 0x2f, 0xfd],
        command: "zstdcat"
      ),
      Signature(
        name: "compressed with xz",
        bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
        command: "xzcat"
      ),
      Signature(
        name: "a ZIP archive, as spreadsheets (.xlsx, .ods) are, too",
        bytes: [0x50, 0x4b, 0x03, 0x04, 0x14, 0x00],
        command: "unzip -p"
      ),
      Signature(
        name: "UTF-16, not UTF-8",
        bytes: [0xff, 0xfe],
        command: "iconv -f UTF-16 -t UTF-8"
      ),
      Signature(
        name: "UTF-16, not UTF-8",
        bytes: [0xfe, 0xff],
        command: "iconv -f UTF-16 -t UTF-8"
      ),
    ]

    /// Whether every second one of the first eight bytes is NUL and the others are printable.
    static func isWide(_ bytes: Span<UInt8>) -> Bool? {
      for position in 0..<8 {
        if position == bytes.count { return nil }
        let isNul = bytes[position] == 0
        if isNul != (position % 2 == 1) { return false }
        if !isNul, bytes[position] < 0x20 || bytes[position] > 0x7e { return false }
      }
      return true
    }
  }
}
