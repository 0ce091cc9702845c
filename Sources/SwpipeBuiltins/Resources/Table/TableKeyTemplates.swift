internal import SwpipeCore

/// Makes an element's key, as a table compares it.
struct TableKeyTemplates {
  /// The parameter of the transforms that look rows up.
  static let key = Parameter<[Template]>(
    ParameterInfo(
      name: "key",
      type: .list(.template),
      defaultArgument: .list([.template(Template(parts: [.element([])]))]),
      isRequired: false,
      help: "What is looked up, such as {{ .user.id }}; one for each key column of the table."
    )
  ) { argument in
    guard case .list(let items)? = argument else { return nil }
    return items.compactMap { item in
      if case .template(let template) = item { template } else { nil }
    }
  }

  private let parts: [TemplateRenderer]

  /// Takes as many templates as the table has key columns.
  init(_ templates: [Template], for table: LookupTable, _ context: TransformContext)
    throws(RunFailure)
  {
    let count = table.content.keyCount
    guard templates.count == count else {
      throw RunFailure(
        .resource,
        "`key` has \(templates.count) \(templates.count == 1 ? "part" : "parts"), but the table has "
          + "\(count) key \(count == 1 ? "column" : "columns")"
      )
    }
    var parts: [TemplateRenderer] = []
    for template in templates { parts.append(try TemplateRenderer(template, context)) }
    self.parts = parts
  }

  /// Makes `key` the key of the element at a position.
  func write(_ slice: borrowing Slice, _ position: Int, to key: inout BatchBuilder)
    throws(ElementFailure)
  {
    key.rollBack()
    for part in parts {
      let start = key.unfinishedByteCount
      try part.append(slice, position, to: &key)
      TableKey.endPart(from: start, of: parts.count, in: &key)
    }
  }
}
