package import SwpipeCore

extension ParameterInfo {
  /// The types that a manifest can name.
  private enum TypeName: String, CaseIterable {
    case text, boolean, integer, number, duration, size, choice, pattern, file, value, list
  }

  /// Reads a parameter of a manifest; its default is written as a spec would have it.
  package init(_ node: ManifestNode) throws(ManifestProblem) {
    let members = try node.members()
    let name = try ManifestName.read(members["name"], in: node)
    let type = try ParameterInfo.type(members, node)
    let isRequired = try members["required"]?.flag() ?? false
    var defaultArgument: Argument?
    if let value = members["default"], value.value != .null {
      if isRequired { throw value.problem("a required parameter has no default") }
      defaultArgument = try ParameterInfo.argument(value, as: type)
    }
    self.init(
      name: name,
      type: type,
      defaultArgument: defaultArgument,
      isRequired: isRequired,
      help: try members["help"]?.text() ?? ""
    )
  }

  private static func type(_ members: [String: ManifestNode], _ node: ManifestNode)
    throws(ManifestProblem) -> ParameterType
  {
    guard let name = members["type"] else { throw node.problem("it has no `type`") }
    switch try name.word(of: TypeName.allCases) {
    case .text: return .text
    case .boolean: return .boolean
    case .duration: return .duration
    case .size: return .size
    case .pattern: return .pattern
    case .file: return .file
    case .value: return .value
    case .integer:
      let least = try members["minimum"].map(integer) ?? .min
      let most = try members["maximum"].map(integer) ?? .max
      guard least <= most else { throw node.problem("its `minimum` is above its `maximum`") }
      return .integer(least...most)
    case .number:
      let least = try members["minimum"]?.number() ?? -.infinity
      let most = try members["maximum"]?.number() ?? .infinity
      guard least <= most else { throw node.problem("its `minimum` is above its `maximum`") }
      return .number(least...most)
    case .choice:
      guard let choices = members["choices"] else { throw node.problem("it has no `choices`") }
      var words: [String] = []
      for choice in try choices.items() { words.append(try choice.text()) }
      guard !words.isEmpty else { throw choices.problem("it offers none") }
      return .choice(words)
    case .list:
      guard let member = members["of"] else { return .list(.value) }
      if case .text(let name) = member.value {
        var inner = members
        inner["type"] = ManifestNode(value: .text(name), path: member.path)
        inner["of"] = nil
        return .list(try type(inner, node))
      }
      return .list(try type(member.members(), member))
    }
  }

  private static func integer(_ node: ManifestNode) throws(ManifestProblem) -> Int64 {
    guard case .integer(let number) = node.value else {
      throw node.problem("a whole number is needed")
    }
    return number
  }

  /// The argument that a value stands for, written as a spec would have it.
  package static func argument(_ node: ManifestNode, as type: ParameterType)
    throws(ManifestProblem) -> Argument
  {
    switch type {
    case .text, .pattern, .expression, .path, .file, .template: return .text(try node.text())
    case .boolean: return .boolean(try node.flag())
    case .value: return .value(node.value)
    case .integer(let bounds):
      let number = try integer(node)
      guard bounds.contains(number) else { throw node.problem("it is out of bounds") }
      return .integer(number)
    case .number(let bounds):
      guard bounds.contains(try node.number()) else { throw node.problem("it is out of bounds") }
      if case .integer(let number) = node.value { return .integer(number) }
      return .number(try node.number())
    case .choice(let words):
      let word = try node.text()
      guard words.contains(word) else { throw node.problem("`\(word)` is none of the choices") }
      return .text(word)
    case .duration:
      if case .integer(0) = node.value { return .duration(0) }
      do throws(UnitProblem) {
        return .duration(try DurationText.nanoseconds(textOf(node)))
      } catch {
        throw node.problem(error.help)
      }
    case .size:
      if case .integer(0) = node.value { return .size(0) }
      do throws(UnitProblem) {
        return .size(try SizeText.bytes(textOf(node)))
      } catch {
        throw node.problem(error.help)
      }
    case .list(let type):
      var items: [Argument] = []
      for item in try node.items() { items.append(try argument(item, as: type)) }
      return .list(items)
    }
  }

  /// The text of a node with a unit; what is no text has none.
  private static func textOf(_ node: ManifestNode) throws(UnitProblem) -> String {
    guard case .text(let text) = node.value else {
      throw UnitProblem(help: "a text with a unit is needed")
    }
    return text
  }
}
