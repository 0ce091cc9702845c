extension JQCompiler {
  /// A definition of the prelude, read once for each program.
  func preludeInstance(_ name: String, _ count: Int) -> JQFunctionInstance? {
    let key = "\(name)/\(count)"
    if let known = preludeInstances[key] { return known }
    guard let source = JQPrelude.source(name, count) else { return nil }
    let (syntax, problems) = JQParser.parse(source)
    guard problems.isEmpty, case .definition(let definition, _) = syntax.form else {
      preconditionFailure("the prelude's \(key) cannot be read")
    }
    let instance = JQFunctionInstance(definition, nil, home: root, isPrelude: true)
    preludeInstances[key] = instance
    return instance
  }
}
