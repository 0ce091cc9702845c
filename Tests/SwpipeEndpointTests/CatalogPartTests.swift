import SwpipeBuiltins
import SwpipeCore
import Testing

/// The language gives some components a part, and knows them by their roles.
@Suite struct CatalogPartTests {
  private static let catalog = Builtins.catalog
  private static let sources = catalog.sources.values.map(\.role).compactMap { role in
    if case .source(let source) = role { source } else { nil }
  }
  private static let sinks = catalog.sinks.values.map(\.role).compactMap { role in
    if case .sink(let sink) = role { sink } else { nil }
  }

  @Test func `each part has one component`() {
    #expect(Self.sources.filter(\.isDefault).count == 1)
    #expect(Self.sources.filter { $0.pathList != nil }.count == 1)
    #expect(Self.sinks.filter(\.isDefault).count == 1)
    #expect(Self.sinks.filter(\.discardsAll).count == 1)
    let parsers = Self.catalog.transforms.values.filter { definition in
      if case .transform(let role) = definition.role { role.parsesJSON } else { false }
    }
    #expect(parsers.map(\.name) == [Self.catalog.jsonParser?.name])
  }

  @Test func `the source that takes paths has a list of files for them`() throws {
    let source = Self.catalog.pathSource
    guard case .source(let role) = source.role else { return }
    let list = try #require(source.parameters.first { $0.name == role.pathList })
    #expect(list.type == .list(.file))
  }

  @Test func `what a source offers for a type gives elements of that type`() throws {
    for definition in Self.catalog.sources.values {
      guard case .source(let role) = definition.role else { continue }
      for type in [ElementType.text, .json] {
        guard let argument = role.argumentGiving(type) else { continue }
        let parts = argument.split(separator: ":").map { $0.drop { $0 == " " } }
        try #require(parts.count == 2, "\(argument)")
        let arguments = Arguments([String(parts[0]): .text(String(parts[1]))])
        #expect(role.gives(arguments) == type, "\(definition.name), \(argument)")
      }
    }
  }

  @Test func `the arguments of dead letters are ones that the sink has`() {
    for definition in Self.catalog.sinks.values {
      guard case .sink(let role) = definition.role else { continue }
      for (name, text) in role.deadLetterArguments {
        let parameter = definition.parameters.first { $0.name == name }
        guard case .choice(let words)? = parameter?.type else {
          Issue.record("\(definition.name) has no choice \(name)")
          continue
        }
        #expect(words.contains(text))
      }
    }
  }
}
