internal import SwpipeCore

/// One worker's means to replace what patterns find.
final class Redactor {
  private struct Search {
    var matcher: PatternMatcher
    /// Nil for a pattern of the spec's, which needs no second look.
    var pattern: RedactionPattern?
  }

  private let searches: [Search]
  private let replacement: [UInt8]
  private let index = JSONIndex()
  /// What a search gave, for the next one.
  private var text = BatchBuilder()
  private var next = BatchBuilder()
  /// A string without its escapes.
  private var plain = BatchBuilder()
  private var containers = JSONNesting()

  init(_ wanted: [RedactionPattern], own: [String], replacement: String) throws(RunFailure) {
    var searches: [Search] = []
    for pattern in RedactionPattern.allCases where wanted.contains(pattern) {
      searches.append(Search(matcher: try Redactor.matcher(pattern.text), pattern: pattern))
    }
    for text in own {
      searches.append(Search(matcher: try Redactor.matcher(text), pattern: nil))
    }
    self.searches = searches
    self.replacement = Array(replacement.utf8)
  }

  private static func matcher(_ text: String) throws(RunFailure) -> PatternMatcher {
    let pattern: Pattern
    do throws(Pattern.Problem) {
      pattern = try Pattern.shared(text)
    } catch {
      throw RunFailure(.spec, "a pattern does not compile: \(error.message)")
    }
    return try PatternMatcher(pattern)
  }

  /// Appends a text with all that is found replaced.
  func append(_ element: Span<UInt8>, to output: inout BatchBuilder) throws(ElementFailure) {
    guard try redact(element) else { return output.append(element) }
    text.withUnfinished { output.append($0) }
  }

  /// Appends JSON with all that is found in its strings and numbers replaced.
  func append(json element: Span<UInt8>, to output: inout BatchBuilder) throws(ElementFailure) {
    try element.withUnsafeBufferPointer { bytes throws(ElementFailure) in
      let document = try index.read(bytes)
      var copied = 0
      var node = 0
      let end = document.next(0)
      containers.begin()
      while node < end {
        containers.leave(before: node)
        let isKey = containers.isKeyNext
        switch document.kind(node) {
        case .object, .array:
          containers.passValue()
          containers.enter(isObject: document.isObject(node), end: document.next(node))
        case .string where isKey: containers.passKey()
        case .string, .number:
          containers.passValue()
          if try redact(node, document) {
            let range = document.range(node)
            output.append(copied..<range.lowerBound, of: document)
            copied = range.upperBound
            text.withUnfinished { output.append(jsonString: $0) }
          }
        case .null, .boolean: containers.passValue()
        }
        node += 1
      }
      output.append(copied..<document.count, of: document)
    }
  }

  private func redact(_ node: Int, _ document: JSONDocument) throws(ElementFailure) -> Bool {
    let inside = document.bytes(document.inside(node))
    guard document.hasEscapes(node) else { return try redact(inside.span) }
    plain.rollBack()
    plain.append(unescaping: inside.span)
    var failure: ElementFailure?
    let isFound = plain.withUnfinished { span in
      do throws(ElementFailure) {
        return try redact(span)
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    return isFound
  }

  /// Leaves in `text` what a text becomes; false, and nothing, where nothing is found.
  private func redact(_ bytes: Span<UInt8>) throws(ElementFailure) -> Bool {
    let isASCII = bytes.isASCII
    var isFound = false
    for search in searches {
      if !isFound {
        text.rollBack()
        isFound = try replace(search, bytes, isASCII, &text)
        continue
      }
      next.rollBack()
      var failure: ElementFailure?
      let isFoundAgain = text.withUnfinished { span in
        do throws(ElementFailure) {
          return try replace(search, span, span.isASCII, &next)
        } catch {
          failure = error
          return false
        }
      }
      if let failure { throw failure }
      if isFoundAgain {
        text.rollBack()
        next.withUnfinished { text.append($0) }
      }
    }
    return isFound
  }

  /// Appends the bytes with what one search finds replaced; appends nothing where it finds nothing.
  private func replace(
    _ search: Search,
    _ bytes: Span<UInt8>,
    _ isASCII: Bool,
    _ output: inout BatchBuilder
  ) throws(ElementFailure) -> Bool {
    var copied = 0
    var from = 0
    var isFound = false
    while from <= bytes.count,
      try search.matcher.find(in: bytes, from: from, isASCII: isASCII),
      let range = search.matcher.range(of: 0)
    {
      let count = search.pattern?.accepted(bytes.extracting(range)) ?? range.count
      // An empty match redacts nothing.
      guard count > 0 else {
        from = range.lowerBound + 1
        continue
      }
      output.append(bytes.extracting(copied..<range.lowerBound))
      replacement.withUnsafeBufferPointer { output.append($0.span) }
      copied = range.lowerBound + count
      from = copied
      isFound = true
    }
    if isFound { output.append(bytes.extracting(copied..<bytes.count)) }
    return isFound
  }
}
