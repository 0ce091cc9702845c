extension JQCompiler {
  /// `source as pattern | body`; the body is compiled once for each pattern.
  func binding(
    _ source: JQSyntax,
    _ patterns: [JQPattern],
    _ input: JQFlow,
    _ scope: JQScope?,
    _ body: (JQFlow, JQScope?, Bool) -> JQFlow
  ) -> JQFlow {
    let before = builder.forks
    var bound = value(source, input.kept, scope)
    // A variable is read as often as it is named.
    if !bound.isFresh, bound.register >= 0, bound.register == input.value.register {
      let copy = builder.newRegister()
      move(bound, to: copy)
      bound = JQOperand(register: copy)
    }
    let here = before == builder.forks ? input : input.kept
    return destructure(bound.kept, patterns, here, scope, body)
  }

  /// Binds the variables of the patterns to parts of a value.
  func destructure(
    _ bound: JQOperand,
    _ patterns: [JQPattern],
    _ input: JQFlow,
    _ scope: JQScope?,
    _ body: (JQFlow, JQScope?, Bool) -> JQFlow
  ) -> JQFlow {
    if patterns.count == 1 {
      let inner = bind(patterns[0], bound, scope)
      return body(input, inner, true)
    }
    // All variables of all patterns exist; those of others are null.
    var names: [String] = []
    for pattern in patterns {
      for name in pattern.names where !names.contains(name) { names.append(name) }
    }
    let first = builder.newRegister(Int32(names.count))
    var inner = scope
    for (number, name) in names.enumerated() {
      inner = JQScope(.variable(name, builder, JQOperand(register: first + Int32(number))), inner)
    }
    let joint = joint(input)
    var ends: [Int] = []
    for (number, pattern) in patterns.enumerated() {
      let isLast = number == patterns.count - 1
      for place in names.indices {
        move(JQOperand(register: null), to: first + Int32(place))
      }
      let error = builder.newRegister()
      let kept = builder.newRegister()
      let start = isLast ? nil : builder.emit(.forkError, a: error, c: kept)
      set(pattern, bound, names, first, inner)
      move(body(input.kept, inner, false), to: joint)
      if let start {
        builder.emit(.endError, c: kept)
        ends.append(builder.emit(.jump))
        builder.land(start)
      }
    }
    for end in ends { builder.land(end) }
    return joint
  }

  /// Binds one pattern with new variables.
  private func bind(_ pattern: JQPattern, _ value: JQOperand, _ scope: JQScope?) -> JQScope? {
    switch pattern {
    case .variable(let name, _): return JQScope(.variable(name, builder, value.kept), scope)
    case .array(let parts, _):
      var inner = scope
      for (index, part) in parts.enumerated() {
        let item = item(value, JQOperand(register: number(Double(index))))
        inner = bind(part, item, inner)
      }
      return inner
    case .object(let members, _):
      var inner = scope
      for member in members {
        let item = matched(member, value, inner)
        if let name = member.variable {
          inner = JQScope(.variable(name, builder, item.kept), inner)
        }
        if let part = member.value { inner = bind(part, item, inner) }
      }
      return inner
    }
  }

  /// Writes one pattern's parts to variables that exist.
  private func set(
    _ pattern: JQPattern,
    _ value: JQOperand,
    _ names: [String],
    _ first: Int32,
    _ scope: JQScope?
  ) {
    func write(_ name: String, _ value: JQOperand) {
      guard let number = names.firstIndex(of: name) else { return }
      move(value.kept, to: first + Int32(number))
    }
    switch pattern {
    case .variable(let name, _): write(name, value)
    case .array(let parts, _):
      for (index, part) in parts.enumerated() {
        set(part, item(value, JQOperand(register: number(Double(index)))), names, first, scope)
      }
    case .object(let members, _):
      for member in members {
        let item = matched(member, value, scope)
        if let name = member.variable { write(name, item) }
        if let part = member.value { set(part, item, names, first, scope) }
      }
    }
  }

  private func matched(_ member: JQPattern.Member, _ value: JQOperand, _ scope: JQScope?)
    -> JQOperand
  {
    let source = JQFlow(value: value.kept, place: nil)
    let key = self.value(member.key, source, scope)
    return step(source, key, isOptional: false).value.kept
  }

  private func item(_ value: JQOperand, _ key: JQOperand) -> JQOperand {
    let result = builder.newRegister()
    builder.emit(.index, d: result, a: value.register, b: key.register)
    return JQOperand(register: result)
  }

  func reduce(
    _ source: JQSyntax,
    _ patterns: [JQPattern],
    _ initial: JQSyntax,
    _ update: JQSyntax,
    _ input: JQFlow,
    _ scope: JQScope?
  ) -> JQFlow {
    let start = generate(initial, input.kept, scope)
    let state = joint(input)
    move(start, to: state)
    closed {
      let end = fork()
      let item = value(source, input.kept, scope)
      _ = destructure(item.kept, patterns, state, scope) { _, inner, _ in
        let here = joint(input)
        taken(state, to: here)
        move(generate(update, here, inner), to: state)
        builder.emit(.backtrack)
        return state
      }
      builder.land(end)
    }
    return state
  }

  private func taken(_ state: JQFlow, to here: JQFlow) {
    builder.emit(.take, d: here.value.register, a: state.value.register)
    if let place = state.place, let target = here.place {
      builder.emit(.take, d: target.register, a: place.register)
    }
  }

  func foreach(
    _ source: JQSyntax,
    _ patterns: [JQPattern],
    _ initial: JQSyntax,
    _ update: JQSyntax,
    _ extract: JQSyntax?,
    _ input: JQFlow,
    _ scope: JQScope?
  ) -> JQFlow {
    let start = generate(initial, input.kept, scope)
    let state = joint(input)
    move(start, to: state)
    let item = value(source, input.kept, scope)
    // At the end of the source all that is left are the forks of the start.
    builder.failures += 1
    return destructure(item.kept, patterns, state, scope) { _, inner, _ in
      let here = joint(input)
      taken(state, to: here)
      let next = generate(update, here, inner)
      let output = joint(input)
      move(next, to: output)
      move(output.kept, to: state)
      guard let extract else { return output.kept }
      return generate(extract, output.kept, inner)
    }
  }
}
