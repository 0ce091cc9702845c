/// The beginning of an element, for messages.
enum Excerpt {
  /// At most 40 bytes, with an ellipsis where there were more.
  static func text(of element: Span<UInt8>) -> String {
    let end = min(element.count, 40)
    let text = String(decoding: (0..<end).map { element[$0] }, as: UTF8.self)
    return end < element.count ? text + "…" : text
  }
}
