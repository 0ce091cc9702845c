import SwpipeCore
import Testing

/// What becomes of secrets in text for people, and in plans.
@Suite struct SecretsTests {
  @Test func `a value is hidden as it is, escaped, percent-encoded and in base64`() {
    let value = "p/3 +\"ä?kingfisher"
    Redaction.hide([value])
    for form in [
      "key=p/3 +\"ä?kingfisher;",
      "{\"key\":\"p/3 +\\\"ä?kingfisher\"}",
      "?key=p%2F3%20%2B%22%C3%A4%3Fkingfisher&n=1",
      "?key=p%2f3%20%2b%22%c3%a4%3fkingfisher&n=1",
      "?key=p%2F3+%2B%22%C3%A4%3Fkingfisher&n=1",
    ] {
      let text = Redaction.text(form)
      #expect(text.contains("***") && !text.contains("kingfisher"), "\(form)")
      #expect(text.hasSuffix(String(form.suffix(1))), "\(form)")
      #expect(Redaction.bytes(Array(form.utf8)) == Array(text.utf8), "\(form)")
    }
  }

  @Test(arguments: ["\\u00e4", "\\u00E4"])
  func `JSON that is written in ASCII alone hides a value, too`(_ escape: String) {
    Redaction.hide(["sw/änsecret"])
    #expect(Redaction.text("{\"k\": \"sw/\(escape)nsecret\"}") == "{\"k\": \"***\"}")
    #expect(Redaction.text("{\"k\": \"sw\\/\(escape)nsecret\"}") == "{\"k\": \"***\"}")
  }

  @Test func `what is cut out of an element has no part of a secret`() {
    let value = "albatross" + String(repeating: "0123456789", count: 12)
    Redaction.hide([value])
    let bytes = Array("{\(value)} and more".utf8)
    #expect(Excerpt.quoted(bytes.span) == "\"{***} and more\"")
    // Also where it begins before the place that is shown.
    #expect(Excerpt.plain(bytes.span, from: 30, limit: 20) == "***} and more")
    #expect(Excerpt.plain(bytes.span, from: 0, limit: 4) == "{***")
  }

  @Test(arguments: 0..<6)
  func `base64 hides a value behind any number of other bytes`(_ offset: Int) {
    let value = "otter-and-heron"
    Redaction.hide([value])
    let whole = String(repeating: "u", count: offset) + value + ":tail"
    let text = Redaction.text("Basic " + base64(Array(whole.utf8)))
    #expect(text.contains("***"), "\(text)")
    // No three bytes of the value are left in what is shown.
    let left = text.split(separator: "***").map { String($0) }
    for three in ["ott", "and", "her", "ron"] {
      #expect(!left.contains { $0.contains(base64(Array(three.utf8))) }, "\(text)")
    }
  }

  @Test func `of a value of several lines each long line is hidden`() {
    Redaction.hide(["-----BEGIN BADGER-----\nMIIBVgIBADANBgkqhkiG\nend"])
    #expect(Redaction.text("got MIIBVgIBADANBgkqhkiG there") == "got *** there")
    #expect(Redaction.text("the end") == "the end")
  }

  @Test func `a value of three letters hides no words`() {
    Redaction.hide(["sea"])
    #expect(Redaction.text("a search in the sea") == "a search in the sea")
  }

  @Test func `the longest value that fits is hidden, not a part of it`() {
    Redaction.hide(["marten-fur", "marten-fur-coat"])
    #expect(Redaction.text("marten-fur-coat, marten-fur") == "***, ***")
  }

  @Test func `a reference is shown as stars, and its value put in only where a plan runs`() throws {
    let reference = SecretReference.text("TOKEN")
    #expect(Redaction.text("Bearer \(reference)!") == "Bearer ***!")
    var plan = Plan(name: "p", sources: [], stages: [], sinks: [])
    plan.description = "with \(reference) and \"quotes\""
    let secrets = Secrets(["TOKEN": "a\"b\\c\nlynx"])
    #expect(try secrets.resolve(plan).description == "with a\"b\\c\nlynx and \"quotes\"")
    #expect(!String(decoding: PlanCodec.encode(plan), as: UTF8.self).contains("lynx"))
    #expect("\(secrets)" == "***")
    #expect(String(reflecting: secrets) == "***")
    var dumped = ""
    dump(secrets, to: &dumped)
    #expect(!dumped.contains("lynx"))
  }

  @Test(arguments: [
    ("plain\ttext\n", "plain\ttext\n"), ("\u{1B}]0;title\u{7}red\n", "␛]0;title␇red\n"),
    ("é \u{9B}31m\n", "é \u{FFFD}31m\n"),
  ])
  func `no control character of a program's log reaches the terminal`(
    _ line: String,
    _ shown: String
  ) {
    #expect(Printable.bytes(Array(line.utf8)) == Array(shown.utf8))
  }

  @Test(arguments: [0, 1, 5, 9, 18])
  func `a secret is hidden that a long line is cut in`(_ before: Int) {
    let value = "ermine-in-the-snow"
    Redaction.hide([value])
    var lines = RelayedLines(label: "w: ", limit: 1000)
    var log: [UInt8] = []
    // The cuts fall everywhere in it.
    let text =
      String(repeating: ".", count: before) + String(repeating: value, count: 999) + "\nend"
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      lines.add(rest.prefix(700)) { log += Redaction.bytes($0) }
      rest = rest.dropFirst(700)
    }
    lines.end { log += Redaction.bytes($0) }
    let shown = String(decoding: log, as: UTF8.self)
    #expect(Set(shown).isSubset(of: "w: .*\nend"), "\(shown)")
    #expect(shown.hasSuffix("\nw: end\n"))
  }

  private func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let three = bytes[start..<min(start + 3, bytes.count)]
      let number = three.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - three.count))
      for place in 0...three.count { text.append(letters[number >> (18 - 6 * place) & 63]) }
    }
    return text
  }
}
