internal import Glibc
internal import SwpipeCore

/// Writes a template for one element after the other.
///
/// What is the same for all elements of a worker (`$worker_info`, `$env`) is written once, when the
/// renderer is made.
struct TemplateRenderer {
  private enum Part {
    case literal([UInt8])
    case element([Template.PathKey])
    case index([Template.PathKey])
    /// What is missing for all elements.
    case missing(String)
  }

  private let parts: [Part]

  /// Prepares a template for one worker.
  init(_ template: Template, worker: WorkerInfo) {
    parts = template.parts.map { part in
      switch part {
      case .literal(let text): .literal(Array(text.utf8))
      case .element(let path): .element(path)
      case .variable("element_index", let path): .index(path)
      case .variable(let name, let path):
        Self.constant(name, path, worker).map { .literal(Array($0.utf8)) }
          ?? .missing("$" + name + Self.text(path))
      }
    }
  }

  /// Appends the template's text for the element at `position`.
  ///
  /// Text comes in raw, JSON values in compact form; a null or missing value is a failure.
  func append(_ slice: borrowing Slice, _ position: Int, to output: inout BatchBuilder)
    throws(ElementFailure)
  {
    for part in parts {
      switch part {
      case .literal(let bytes): output.append(bytes.span)
      case .element(let path):
        let type = slice.type
        try slice.withElement(position) { element throws(ElementFailure) in
          try append(path, of: element, type, to: &output)
        }
      case .index(let path): try append(path, ofIndexIn: slice, position, to: &output)
      case .missing(let name): throw ElementFailure("\(name) is missing or null")
      }
    }
  }

  private func append(
    _ path: [Template.PathKey],
    of element: Span<UInt8>,
    _ type: ElementType,
    to output: inout BatchBuilder
  ) throws(ElementFailure) {
    if type == .text {
      guard path.isEmpty else {
        throw ElementFailure("\(Self.text(path)) looks into JSON, but the element is text")
      }
      output.append(element)
      return
    }
    let found: Range<Int>?
    do throws(JSONProblem) {
      found = try JSONPath.find(path, in: element)
    } catch {
      throw error.failure(of: element)
    }
    guard let found, element[found.lowerBound] != UInt8(ascii: "n") else {
      let name = path.isEmpty ? "." : Self.text(path)
      throw ElementFailure("\(name) is missing or null in \(Excerpt.quoted(element))")
    }
    output.append(rawJSON: element.extracting(found))
  }

  private func append(
    _ path: [Template.PathKey],
    ofIndexIn slice: borrowing Slice,
    _ position: Int,
    to output: inout BatchBuilder
  ) throws(ElementFailure) {
    if path.isEmpty {
      for level in 0..<slice.depth {
        output.append(level == 0 ? UInt8(ascii: "[") : UInt8(ascii: ","))
        output.append(integer: slice.indexNumber(position, level: level))
      }
      output.append(UInt8(ascii: "]"))
      return
    }
    guard path.count == 1, case .position(let number) = path[0],
      (-slice.depth..<slice.depth).contains(number)
    else { throw ElementFailure("$element_index\(Self.text(path)) is missing or null") }
    let level = number < 0 ? number + slice.depth : number
    output.append(integer: slice.indexNumber(position, level: level))
  }

  /// The text of a variable that does not change; nil where it has no value.
  private static func constant(_ name: String, _ path: [Template.PathKey], _ worker: WorkerInfo)
    -> String?
  {
    let key: String? =
      switch path.first {
      case .name(let key) where path.count == 1: key
      default: nil
      }
    switch (name, key) {
    case ("worker_info", "index"): return String(worker.index)
    case ("worker_info", "kind"): return worker.kind.rawValue
    case ("worker_info", "stage"): return worker.stage
    case ("worker_info", "restarts"): return String(worker.restarts)
    case ("worker_info", nil) where path.isEmpty:
      var output = BatchBuilder()
      output.append(
        utf8: "{\"index\":\(worker.index),\"kind\":\"\(worker.kind.rawValue)\",\"stage\":"
      )
      output.append(jsonString: Array(worker.stage.utf8).span)
      output.append(utf8: ",\"restarts\":\(worker.restarts)}")
      return output.withUnfinished { Self.string($0) }
    case ("env", let key?): return getenv(key).map { String(cString: $0) }
    default: return nil
    }
  }

  /// The bytes as a text, repaired where they are not valid UTF-8.
  static func string(_ bytes: Span<UInt8>) -> String {
    bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  /// A path as it is written: `.a.b[3]`.
  private static func text(_ path: [Template.PathKey]) -> String {
    path.map { key in
      switch key {
      case .name(let name): "." + name
      case .position(let position): "[\(position)]"
      }
    }.joined()
  }
}
