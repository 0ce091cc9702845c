/// Numbers in text, as `tonumber` takes them.
enum NumberWord {
  /// Digits with a point and an exponent or not; a sign, `+` as well; `nan`; nil for anything else.
  static func value(_ text: UnsafeBufferPointer<UInt8>, _ heap: inout JQHeap) throws(JQFault)
    -> JQValue?
  {
    var at = 0
    var json: [UInt8] = []
    if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
      if text[at] == UInt8(ascii: "-") { json.append(text[at]) }
      at += 1
    }
    if UnsafeBufferPointer(rebasing: text[at...]).elementsEqual("nan".utf8) {
      return JQValue(Double.nan)
    }
    let whole = digits(text, &at)
    var decimals: [UInt8] = []
    if at < text.count, text[at] == UInt8(ascii: ".") {
      at += 1
      decimals = digits(text, &at)
    }
    guard !whole.isEmpty || !decimals.isEmpty else { return nil }
    let significant = Array(whole.drop { $0 == 0x30 })
    json += significant.isEmpty ? [0x30] : significant
    if !decimals.isEmpty { json += [UInt8(ascii: ".")] + decimals }
    if at < text.count, text[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      json.append(UInt8(ascii: "e"))
      if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
        json.append(text[at])
        at += 1
      }
      let exponent = digits(text, &at)
      guard !exponent.isEmpty else { return nil }
      json += exponent
    }
    guard at == text.count else { return nil }
    return try heap.withUnsafe(json) { heap, bytes throws(JQFault) in try heap.literal(bytes) }
  }

  private static func digits(_ text: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> [UInt8] {
    let start = at
    while at < text.count, text[at] &- 0x30 < 10 { at += 1 }
    return Array(text[start..<at])
  }
}
