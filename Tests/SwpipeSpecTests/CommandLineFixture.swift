import SwpipeCore
import SwpipeSpec

/// Reads what a golden wants from the command line: `# run --set A=b --kind K x.txt` in its first
/// line, or `# foreign` for the spec of another user.
enum CommandLineFixture {
  static func options(for source: SourceText) -> SpecOptions {
    var options = SpecOptions(
      catalog: Fixture.catalog,
      plugins: FixturePlugins(),
      mode: .validate
    )
    let words = source.line(1).split(separator: " ").map(String.init)
    guard words.count > 1, words[0] == "#" else { return options }
    if words[1] == "foreign" { options.isForeign = true }
    guard words[1] == "run" else { return options }
    options.mode = .run
    var rest = words.dropFirst(2)
    while let word = rest.popFirst() {
      switch word {
      case "--set":
        let pair = (rest.popFirst() ?? "").split(separator: "=", maxSplits: 1).map(String.init)
        options.variables[pair[0]] = pair.count > 1 ? pair[1] : ""
      case "--kind": options.overrides.kind = rest.popFirst().flatMap(WorkerKind.init)
      case "--workers": options.overrides.workers = rest.popFirst().flatMap { Int($0) }
      case "--limit": options.limit = rest.popFirst().flatMap { Int64($0) }
      default: options.paths.append(word)
      }
    }
    return options
  }
}
