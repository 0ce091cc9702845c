import SwpipeCore
import SwpipeYAML

/// Which variables of a spec are secrets: those in its list `secrets:`, and those of `--secrets`.
///
/// Read before anything else of the spec, since every other value may have one in it. What is wrong with the list is said
/// by the parser, later.
struct SecretNames {
  let names: Set<String>
  /// The values of those that have one.
  let values: Secrets

  init(_ root: YAMLNode?, _ options: SpecOptions) {
    var names = options.secretNames
    if case .mapping(let entries)? = root?.content {
      for entry in entries {
        guard case .scalar(let key) = entry.key.content, key.text == "secrets",
          case .sequence(let nodes) = entry.value.content
        else { continue }
        for case .scalar(let name) in nodes.map(\.content) { names.insert(name.text) }
      }
    }
    self.names = names
    values =
      names.isEmpty
      ? Secrets()
      : Secrets(options.variables.filter { names.contains($0.key) && !$0.value.isEmpty })
  }

  /// Whether a text may be the name of a variable.
  static func isName(_ text: String) -> Bool {
    let isWord = text.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    return isWord && text.first.map { !$0.isNumber } ?? false
  }
}
