extension Diagnostic {
  /// The diagnostics as they are shown: by file, in a file by place, each finding once.
  ///
  /// Files keep the order in which they first appear. Findings at one place keep their order.
  package static func inOrder(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var fileOrder: [String: Int] = [:]
    for diagnostic in diagnostics where fileOrder[diagnostic.span.source.name] == nil {
      fileOrder[diagnostic.span.source.name] = fileOrder.count
    }
    let keyed = diagnostics.enumerated().map { index, diagnostic in
      Keyed(
        file: fileOrder[diagnostic.span.source.name] ?? 0,
        offset: diagnostic.span.range.lowerBound,
        index: index,
        diagnostic: diagnostic
      )
    }
    var seen: Set<Identity> = []
    return keyed.sorted { $0.place < $1.place }.map(\.diagnostic).filter {
      seen.insert(Identity($0)).inserted
    }
  }

  private struct Keyed {
    let file: Int
    let offset: Int
    let index: Int
    let diagnostic: Diagnostic

    var place: (Int, Int, Int) { (file, offset, index) }
  }

  /// What makes two findings the same one, whichever check found them.
  private struct Identity: Hashable {
    let code: DiagnosticCode
    let file: String
    let range: Range<Int>
    let message: String

    init(_ diagnostic: Diagnostic) {
      code = diagnostic.code
      file = diagnostic.span.source.name
      range = diagnostic.span.range
      message = diagnostic.message
    }
  }
}
