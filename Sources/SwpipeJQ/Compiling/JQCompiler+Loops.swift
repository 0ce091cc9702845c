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
    for pattern in patterns { for name in pattern.names where !names.contains(name) { names.append(name) } }
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
        if let name = member.variable { inner = JQScope(.variable(name, builder, item.kept), inner) }
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

  private func matched(_ member: JQPattern.Member, _ value: JQOperand, _ scope: JQScope?) -> JQOperand {
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

  // MARK: Assignment

  func assign(
    _ assignment: JQAssignment,
    _ target: JQSyntax,
    _ source: JQSyntax,
    _ input: JQFlow,
    _ scope: JQScope?
  ) -> JQFlow {
    let result: JQOperand
    switch assignment {
    case .update: result = update(target, input, scope) { self.generate(source, $0, scope).value }
    case .plain, .alternative, .arithmetic:
      let before = builder.forks
      let operand = value(source, input.kept, scope)
      let isFree = before == builder.forks && operand.register != input.value.register
      result = write(assignment, target, operand.kept, isFree ? input : input.kept, scope)
    }
    return made(result, input)
  }

  /// `target = value` and its kind, for one value.
  func write(
    _ assignment: JQAssignment,
    _ target: JQSyntax,
    _ operand: JQOperand,
    _ input: JQFlow,
    _ scope: JQScope?
  ) -> JQOperand {
    if let keys = simpleChain(target), keys.count < 1000 {
      let (base, input) = evaluated(keys, input, scope)
      let state = builder.newRegister()
      move(input.value, to: state)
      let new = changed(assignment, operand) { takes in
        let old = builder.newRegister()
        builder.emit(
          .readKeys,
          d: old,
          a: state,
          b: base,
          c: Int32(keys.count),
          flags: takes ? JQInstruction.takesA : 0
        )
        return old
      }
      writeKeys(state, base, keys.count, new)
      return JQOperand(register: state, isFresh: true)
    }
    let state = builder.newRegister()
    move(input.value.kept, to: state)
    closed {
      let end = fork()
      let place = placeOf(target, input, scope)
      let new = changed(assignment, operand) { _ in
        let old = builder.newRegister()
        builder.emit(.readPlace, d: state, a: place, b: old)
        return old
      }
      builder.emit(
        .writePlace,
        d: state,
        a: place,
        b: new.register,
        flags: new.isFresh ? JQInstruction.takesB : 0
      )
      builder.emit(.backtrack)
      builder.land(end)
    }
    return JQOperand(register: state, isFresh: true)
  }

  /// The keys of a simple path in registers side by side, and the input as it may be used behind them.
  private func evaluated(_ keys: [JQSyntax], _ input: JQFlow, _ scope: JQScope?) -> (Int32, JQFlow) {
    let base = builder.newRegister(Int32(keys.count))
    let before = builder.forks
    for (number, key) in keys.enumerated().reversed() {
      move(value(key, input.kept, scope).kept, to: base + Int32(number))
    }
    return (base, before == builder.forks ? input : input.kept)
  }

  private func writeKeys(_ state: Int32, _ base: Int32, _ count: Int, _ new: JQOperand) {
    builder.emit(
      .writeKeys,
      d: state,
      a: new.register,
      b: base,
      c: Int32(count),
      flags: new.isFresh ? JQInstruction.takesA : 0
    )
  }

  private func changed(
    _ assignment: JQAssignment,
    _ operand: JQOperand,
    _ old: (Bool) -> Int32
  ) -> JQOperand {
    switch assignment {
    case .arithmetic(let operation):
      let result = builder.newRegister()
      builder.emit(
        operation.opcode,
        d: result,
        a: old(true),
        b: operand.register,
        flags: JQInstruction.takesA
      )
      return JQOperand(register: result, isFresh: true)
    case .alternative:
      let result = builder.newRegister()
      let old = old(false)
      move(JQOperand(register: old, isFresh: true), to: result)
      let keep = builder.emit(.jumpIfTrue, a: old)
      move(operand, to: result)
      builder.land(keep)
      return JQOperand(register: result, isFresh: true)
    case .plain, .update: return operand
    }
  }

  /// The place that a part leads to, one after the other.
  func placeOf(_ target: JQSyntax, _ input: JQFlow, _ scope: JQScope?) -> Int32 {
    var start = input.kept
    start.place = JQOperand(register: word(.root))
    let flow = generate(target, start, scope)
    let place = inRegister(flow.place ?? JQOperand(register: word(.root)))
    builder.emit(.something, d: place, a: flow.value.register)
    return place
  }

  /// `target |= …`: the first new value of each place; a place without one is deleted in the end.
  func update(
    _ target: JQSyntax,
    _ input: JQFlow,
    _ scope: JQScope?,
    _ new: (JQFlow) -> JQOperand
  ) -> JQOperand {
    if let keys = simpleChain(target), keys.count < 1000 {
      return update(keys, input, scope, new)
    }
    let state = builder.newRegister()
    let dead = builder.newRegister()
    builder.emit(.newArray, d: dead)
    move(input.value.kept, to: state)
    closed {
      let end = fork()
      let place = placeOf(target, input, scope)
      let old = builder.newRegister()
      let mark = builder.newRegister()
      builder.emit(.readPlace, d: state, a: place, b: old)
      builder.emit(.mark, d: mark)
      let empty = builder.emit(.fork)
      let value = new(JQFlow(value: JQOperand(register: old, isFresh: true), place: nil))
      builder.emit(.cut, a: mark)
      builder.emit(
        .writePlace,
        d: state,
        a: place,
        b: value.register,
        flags: value.isFresh ? JQInstruction.takesB : 0
      )
      builder.emit(.backtrack)
      builder.land(empty)
      let path = builder.newRegister()
      builder.emit(.pathArray, d: path, a: place, b: word(.null))
      builder.emit(.append, d: dead, a: path, flags: JQInstruction.takesA)
      builder.emit(.backtrack)
      builder.land(end)
    }
    let arguments = builder.newRegister(2)
    move(JQOperand(register: state, isFresh: true), to: arguments)
    move(JQOperand(register: dead, isFresh: true), to: arguments + 1)
    let result = builder.newRegister()
    builder.emit(
      .native,
      d: result,
      a: arguments,
      b: Int32(JQNative.delpaths.rawValue),
      c: 2
    )
    return JQOperand(register: result, isFresh: true)
  }

  /// `.a.b |= …`: no loop over places, and the old value is taken out while the new one is made.
  private func update(
    _ keys: [JQSyntax],
    _ input: JQFlow,
    _ scope: JQScope?,
    _ new: (JQFlow) -> JQOperand
  ) -> JQOperand {
    let (base, input) = evaluated(keys, input, scope)
    let state = builder.newRegister()
    move(input.value, to: state)
    let mark = builder.newRegister()
    let old = builder.newRegister()
    builder.emit(.mark, d: mark)
    let empty = builder.emit(.fork)
    let forks = builder.forks
    let failures = builder.failures
    let read = builder.emit(
      .readKeys,
      d: old,
      a: state,
      b: base,
      c: Int32(keys.count),
      flags: JQInstruction.takesA
    )
    let value = new(JQFlow(value: JQOperand(register: old, isFresh: true), place: nil))
    if builder.forks == forks, builder.failures == failures {
      builder.code[empty] = JQInstruction(op: .jump, d: Int32(empty + 1))
      writeKeys(state, base, keys.count, value)
      return JQOperand(register: state, isFresh: true)
    }
    builder.forks = forks
    builder.failures = failures
    builder.code[read].flags = 0
    builder.emit(.cut, a: mark)
    writeKeys(state, base, keys.count, value)
    let end = builder.emit(.jump)
    builder.land(empty)
    let path = builder.newRegister()
    let arguments = builder.newRegister(2)
    builder.emit(.newArray, d: path)
    for number in 0..<Int32(keys.count) { builder.emit(.append, d: path, a: base + number) }
    move(JQOperand(register: state, isFresh: true), to: arguments)
    builder.emit(.newArray, d: arguments + 1)
    builder.emit(.append, d: arguments + 1, a: path, flags: JQInstruction.takesA)
    builder.emit(.native, d: state, a: arguments, b: Int32(JQNative.delpaths.rawValue), c: 2)
    builder.land(end)
    return JQOperand(register: state, isFresh: true)
  }
}
