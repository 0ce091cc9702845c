extension JQCompiler {
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
  private func evaluated(_ keys: [JQSyntax], _ input: JQFlow, _ scope: JQScope?) -> (Int32, JQFlow)
  {
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
