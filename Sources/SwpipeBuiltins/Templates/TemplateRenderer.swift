internal import SwpipeCore
internal import SwpipeJQ

/// Writes a template for one element after the other, or for an `on_done` action.
///
/// What is the same for all elements of a worker (`$worker_info`, `$env`) is written once, when the
/// renderer is made; the values of resources are asked for each time.
struct TemplateRenderer {
  private enum Part {
    case literal([UInt8])
    case element([Template.PathKey])
    case index([Template.PathKey])
    /// A program, and how it is written.
    case expression(ElementExpression, String)
    /// A path into a resource's value, and how it is written.
    case resource(any Resource, [Template.PathKey], String)
    /// What is missing for all elements.
    case missing(String)
  }

  private let parts: [Part]

  /// The text where it is the same for all elements and holds no variable.
  static func constant(_ template: Template) -> String? {
    var text = ""
    for part in template.parts {
      guard case .literal(let literal) = part else { return nil }
      text += literal
    }
    return text
  }

  /// Prepares a template for one worker and its resources.
  init(_ template: Template, _ context: TransformContext) throws(RunFailure) {
    try self.init(template, context.resources) { program throws(RunFailure) in
      try ElementExpression(program, context)
    } variable: { name, path in
      TemplateVariables.text(name, path, context.workerInfo)
    }
  }

  /// The same for a template that may be missing.
  static func optional(_ template: Template?, _ context: TransformContext) throws(RunFailure)
    -> TemplateRenderer?
  {
    guard let template else { return nil }
    return try TemplateRenderer(template, context)
  }

  /// Prepares a template for an action; where the worker is gone, its resources' values are null.
  init(_ template: Template, action: ActionContext) throws(RunFailure) {
    try self.init(template, action.resources) { program throws(RunFailure) in
      try ElementExpression(program, action)
    } variable: { name, path in
      if let text = TemplateVariables.text(name, path, action.workerInfo, isLost: action.isLost) {
        return text
      }
      if name == "stage_status" { return TemplateVariables.text(path, action.stageStatus) }
      return action.isLost && !TemplateVariables.names.contains(name) ? "null" : nil
    }
  }

  private init(
    _ template: Template,
    _ resources: [String: any Resource],
    expression: (String) throws(RunFailure) -> ElementExpression,
    variable: (String, [Template.PathKey]) -> String?
  ) throws(RunFailure) {
    var parts: [Part] = []
    for part in template.parts {
      switch part {
      case .literal(let text): parts.append(.literal(Array(text.utf8)))
      case .element(let path): parts.append(.element(path))
      case .expression(let program):
        parts.append(.expression(try expression(program), "`{{ \(program) }}`"))
      case .variable("element_index", let path): parts.append(.index(path))
      case .variable(let name, let path):
        let written = "$" + name + PathText.below(path)
        if !TemplateVariables.names.contains(name), let resource = resources[name] {
          parts.append(.resource(resource, path, written))
        } else {
          let text = variable(name, path)
          parts.append(text.map { .literal(Array($0.utf8)) } ?? .missing(written))
        }
      }
    }
    self.parts = parts
  }

  /// Appends the template's text for the element at `position`.
  ///
  /// Text comes in raw, JSON values in compact form; a null or missing value is a failure.
  func append(_ slice: borrowing Slice, _ position: Int, to output: inout BatchBuilder)
    throws(ElementFailure)
  {
    for part in parts {
      switch part {
      case .element(let path):
        let type = slice.type
        try slice.withElement(position) { element throws(ElementFailure) in
          try append(path, of: element, type, to: &output)
        }
      case .expression(let expression, let written):
        try expression.begin(slice, position)
        try append(expression, written, to: &output)
      case .index(let path): try append(path, ofIndexIn: slice, position, to: &output)
      case .literal, .resource, .missing: try append(part, to: &output)
      }
    }
  }

  /// The template's text where there is no element.
  func text() throws(ElementFailure) -> String {
    var output = BatchBuilder()
    for part in parts { try append(part, to: &output) }
    return output.withUnfinished { Self.string($0) }
  }

  private func append(_ part: Part, to output: inout BatchBuilder) throws(ElementFailure) {
    switch part {
    case .literal(let bytes): output.append(bytes.span)
    case .resource(let resource, let path, let name):
      switch resource.value(at: path) {
      case nil, .null: throw ElementFailure("\(name) is missing or null")
      case .text(let text): output.append(utf8: text)
      case let value?: output.append(json: value)
      }
    case .missing(let name): throw ElementFailure("\(name) is missing or null")
    case .expression(let expression, let written):
      expression.begin()
      try append(expression, written, to: &output)
    case .element, .index: throw ElementFailure("there is no element here")
    }
  }

  /// Appends the one value of an expression that has begun.
  private func append(
    _ expression: ElementExpression,
    _ written: String,
    to output: inout BatchBuilder
  ) throws(ElementFailure) {
    if try expression.appendOne(as: .text, to: &output, called: written) {
      throw ElementFailure("\(written) is null; `// \"\"` behind it gives an empty text instead")
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
        throw ElementFailure("\(PathText.element(path)) looks into JSON, but the element is text")
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
      throw ElementFailure(
        "\(PathText.element(path)) is missing or null in \(Excerpt.quoted(element))"
      )
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
    else { throw ElementFailure("$element_index\(PathText.below(path)) is missing or null") }
    let level = number < 0 ? number + slice.depth : number
    output.append(integer: slice.indexNumber(position, level: level))
  }

  /// The bytes as a text, repaired where they are not valid UTF-8.
  static func string(_ bytes: Span<UInt8>) -> String {
    bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
