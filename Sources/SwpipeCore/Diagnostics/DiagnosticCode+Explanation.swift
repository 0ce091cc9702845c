extension DiagnosticCode {
  /// What the finding means and how to mend it, for `swpipe explain CODE` and the reference page.
  package var explanation: String {
    switch self {
    case .yamlSyntax:
      "The file is not well-formed YAML, or uses a part of YAML that a spec has no use for."
    case .yamlTab: "YAML does not allow tabs as indentation; use spaces."
    case .yamlEscape: "A double-quoted text contains an escape that YAML does not know."
    case .yamlAlias: "An alias (*name) needs an anchor (&name) earlier in the file."
    case .yamlLimit: "The file is larger, deeper or expands to more nodes than a spec may."
    case .yamlEncoding: "A spec is UTF-8 text."
    case .yamlEmpty: "The file holds no YAML document."
    case .yamlDocuments: "A spec file holds one YAML document, not several."
    case .duplicateKey: "A mapping may hold each key once."
    case .forgottenQuotes: "YAML gives this character a meaning of its own; quote the text."
    case .fileUnreadable: "The file cannot be opened or read."
    }
  }
}
