import SwpipeBuiltins
import SwpipeCore
import SwpipeSpec
import SwpipeYAML
import Testing

@Suite struct SpecKeyTests {
  private static let words = SpecKey.all.flatMap { key in
    key.form.words.map { (key.name, $0.text, $0.example) }
  }
  private static let examples =
    SpecKey.all.map { ($0.name, $0.example) } + SpecNotation.all.map { ($0.name, $0.example) }
    + words.map { ("\($0.0) \($0.1)", $0.2) }

  @Test(arguments: examples)
  func `the example of each key is a spec without findings`(name: String, example: String) {
    let source = SourceText(name: "\(name).yaml", bytes: Array(example.utf8))
    var options = SpecOptions(catalog: Builtins.catalog, mode: .validate)
    options.plugins = nil
    let result = Spec.load(source: source, options: options)
    #expect(DiagnosticRenderer().render(result.diagnostics) == "")
  }

  @Test(arguments: SpecKey.all)
  func `each key stands in its own example`(key: SpecKey) {
    // What only one form of plugin has cannot stand beside the others.
    guard !["path", "python"].contains(key.name) else { return }
    #expect(key.example.contains("\(key.name):"), "\(key.name)")
  }

  @Test(arguments: words)
  func `each word stands in its own example`(key: String, word: String, example: String) {
    // `on_error` and `then` take the same words.
    let keys = [key, "on_error", "then"]
    #expect(keys.contains { example.contains("\($0): \(word)") }, "\(key) \(word)")
  }

  @Test func `the keys that take a component get braces where they were forgotten`() {
    let keys = SpecKey.all.filter { key in
      switch key.form {
      case .component: true
      case .either(let forms): forms.contains { if case .component = $0 { true } else { false } }
      default: false
      }
    }
    #expect(Set(keys.map(\.name)) == ForgottenBraces.keys)
  }

  @Test(arguments: SpecKey.all)
  func `each key says in one sentence what it is`(key: SpecKey) {
    #expect(key.summary.first?.isUppercase == true, "\(key.name)")
    #expect(!key.summary.hasSuffix("."), "\(key.name)")
    #expect(!key.places.isEmpty, "\(key.name)")
    #expect(key.form.words.allSatisfy { !$0.summary.hasSuffix(".") }, "\(key.name)")
  }

  @Test(arguments: SpecKey.Place.allCases)
  func `a place has each key once, and no word for two of them`(place: SpecKey.Place) {
    let names = SpecKey.names(in: place)
    #expect(Set(names).count == names.count)
    let elsewhere = SpecKey.keys(in: place).flatMap(\.elsewhere)
    #expect(Set(elsewhere).isDisjoint(with: names))
    let doubled = Dictionary(grouping: elsewhere, by: \.self).filter { $0.value.count > 1 }
    #expect(doubled.keys.sorted() == [])
  }

  /// What a spec of the place says of a key that does not exist.
  private func findings(_ text: String) -> String {
    let source = SourceText(name: "spec.yaml", bytes: Array(text.utf8))
    let options = SpecOptions(catalog: Builtins.catalog, mode: .validate)
    return DiagnosticRenderer(format: .short)
      .render(Spec.load(source: source, options: options).diagnostics)
  }

  @Test(arguments: [
    ("zzzzzzzz: 1\nstages: []\n", SpecKey.Place.spec),
    ("stages: [{map: identity, zzzzzzzz: 1}]\n", .stage),
    ("defaults: {zzzzzzzz: 1}\nstages: []\n", .defaults),
    ("stages: [{map: identity, on_error: {zzzzzzzz: 1}}]\n", .onError),
    ("stages: [{map: identity, on_error: {retry: {zzzzzzzz: 1}}}]\n", .retry),
    ("limits: {zzzzzzzz: 1}\nstages: []\n", .limits),
    ("plugins: [{zzzzzzzz: 1}]\nstages: []\n", .plugin),
  ])
  func `the parser and the table know the same keys`(text: String, place: SpecKey.Place) {
    let found = findings(text)
    #expect(found.contains("\(place.title) has no key `zzzzzzzz`"), "\(found)")
    for name in SpecKey.names(in: place) { #expect(found.contains("`\(name)`"), "\(name)") }
  }

  @Test func `the keys are listed once, however many mean nothing`() {
    let found = findings("zzzzzzzz: 1\nyyyyyyyy: 1\nxxxxxxxx: 1\nstages: []\n")
    #expect(found.split(separator: "\n").count == 3)
    #expect(found.split(separator: "the keys here are").count == 2)
  }

  @Test(arguments: [
    ("input: {stdin: {}}\n", "source"), ("steps: []\n", "stages"),
    ("Output: {stdout: {}}\n", "sink"),
    ("stages: [{map: identity, concurrency: 3}]\n", "workers"),
    ("stages: [{name: a, map: identity}]\n", "id"),
    ("stages: [{map: identity, on_error: {retries: 3}}]\n", "retry"),
  ])
  func `a key of another tool gets its name here`(text: String, name: String) {
    #expect(findings(text).contains("did you mean `\(name)`?"))
  }
}
