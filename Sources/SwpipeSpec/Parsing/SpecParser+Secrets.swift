import SwpipeCore
import SwpipeYAML

extension SpecParser {
  /// Checks the list `secrets:`, whose names `SecretNames` has read before.
  func checkSecrets(_ entry: SpecEntry) {
    let form = "such as `secrets: [API_TOKEN]`, names of variables"
    guard case .list(let nodes) = entry.value.content else {
      if case .unknown = entry.value.content { return }
      findings.error(
        .wrongShape,
        "`secrets` needs a list of names, not \(entry.value.description)",
        at: entry.value.span,
        help: form,
        related: entry.value.related
      )
      return
    }
    for node in nodes {
      guard let name = reader.text(node, for: entry.key), !SecretNames.isName(name) else {
        continue
      }
      let bare = name.hasPrefix("$") ? name.filter { !"${}".contains($0) } : ""
      findings.error(
        .wrongType,
        "a secret is named by a variable, which \(Wording.quote(name)) is not",
        at: node.span,
        help: SecretNames.isName(bare) ? "write `\(bare)`, without `${}`" : form,
        related: node.related
      )
    }
  }
}
