import SwpipeCore

/// Writes indented JSON, piece by piece.
package struct JSONWriter {
  package private(set) var text = ""
  private var indent = 0
  private var isFirst = true

  package init() {}

  /// An object, whose fields the body writes.
  package mutating func object(_ body: (inout JSONWriter) -> Void) {
    enclosed("{", "}", body)
  }

  /// A list, with something that writes each element.
  package mutating func list<Element>(
    _ elements: [Element],
    _ write: (Element, inout JSONWriter) -> Void
  ) {
    enclosed("[", "]") { writer in
      for element in elements {
        writer.separate()
        write(element, &writer)
        writer.isFirst = false
      }
    }
  }

  /// A field of the object that is being written.
  package mutating func field(_ name: String, _ body: (inout JSONWriter) -> Void) {
    separate()
    JSONText.appendQuoted(name, to: &text)
    text += ": "
    body(&self)
    isFirst = false
  }

  /// A field that is a text.
  package mutating func field(_ name: String, _ value: String) {
    field(name) { $0.string(value) }
  }

  /// A field that is a whole number.
  package mutating func field(_ name: String, _ value: Int) {
    field(name) { $0.raw(String(value)) }
  }

  /// A text, with the secrets in it hidden: what is written is for people.
  package mutating func string(_ value: String) {
    JSONText.appendQuoted(Redaction.text(value), to: &text)
  }

  /// Text that is JSON already.
  package mutating func raw(_ json: String) {
    text += json
  }

  private mutating func enclosed(
    _ open: String,
    _ close: String,
    _ body: (inout JSONWriter) -> Void
  ) {
    text += open
    indent += 1
    isFirst = true
    let before = text.utf8.count
    body(&self)
    indent -= 1
    if text.utf8.count > before { newline() }
    text += close
    isFirst = false
  }

  private mutating func separate() {
    if !isFirst { text += "," }
    newline()
  }

  private mutating func newline() {
    text += "\n" + String(repeating: "  ", count: indent)
  }
}
