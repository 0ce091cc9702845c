extension Plan {
  /// Whether a source of the plan reads standard input.
  package func readsStandardInput(_ catalog: Catalog) -> Bool {
    sources.contains { catalog.source($0.component).readsStandardInput($0.arguments) }
  }
}
