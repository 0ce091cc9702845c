extension JQCompiler {
  /// Functions that are code of their own, because they run their arguments in another way; nil for all others.
  func special(
    _ name: String,
    _ arguments: [JQSyntax],
    _ range: Range<Int>,
    _ input: JQFlow,
    _ scope: JQScope?,
    into: Int32?,
    isTail: Bool
  ) -> JQFlow? {
    checkPatterns(name, arguments)
    switch (name, arguments.count) {
    case ("empty", 0):
      backtrack()
      return made(JQOperand(register: null), input)
    case ("error", 0): return raise(input.value, input)
    case ("error", 1): return raise(value(arguments[0], input.kept, scope), input)
    case ("not", 0):
      let result = into ?? builder.newRegister()
      builder.emit(.not, d: result, a: input.value.register)
      return made(JQOperand(register: result, isFresh: true), input)
    case ("select", 1): return select(arguments[0], input, scope)
    case ("path", 1):
      var start = input.kept
      start.place = JQOperand(register: word(.root))
      let flow = generate(arguments[0], start, scope)
      let result = builder.newRegister()
      let place = inRegister(flow.place ?? JQOperand(register: word(.root)))
      builder.emit(.pathArray, d: result, a: place, b: flow.value.register)
      return made(JQOperand(register: result, isFresh: true), input)
    case ("getpath", 1): return getPath(arguments[0], input, scope)
    case ("first", 1):
      let mark = builder.newRegister()
      builder.emit(.mark, d: mark)
      let forks = builder.forks
      let flow = generate(arguments[0], input, scope)
      builder.emit(.cut, a: mark)
      builder.forks = forks
      return flow
    case ("last", 1): return last(arguments[0], input, scope)
    case ("limit", 2): return limit(arguments[0], arguments[1], input, scope)
    case ("skip", 2): return skip(arguments[0], arguments[1], input, scope)
    case ("range", 1): return self.range(nil, arguments[0], nil, input, scope)
    case ("range", 2): return self.range(arguments[0], arguments[1], nil, input, scope)
    case ("range", 3): return self.range(arguments[0], arguments[1], arguments[2], input, scope)
    case ("env", 0): return variable("ENV", [], range, input, nil)
    default:
      guard let reason = JQCompiler.refused["\(name)/\(arguments.count)"] else { return nil }
      report(range, "`\(name)` is not possible here: \(reason.message)", reason.help)
      return made(JQOperand(register: null), input)
    }
  }

  private static let refused: [String: (message: String, help: String)] = {
    let inputs = (
      message: "a program sees one element at a time",
      help: "the operator `reduce` sees all elements"
    )
    let halt = (
      message: "a program does not end the run",
      help: "`error(…)` fails the element, and `on_error` says what follows from it"
    )
    let modules = (
      message: "there are no modules",
      help: "write the definitions at the start of the program: `def name: …;`"
    )
    return [
      "input/0": inputs, "inputs/0": inputs, "halt/0": halt, "halt_error/0": halt,
      "halt_error/1": halt, "modulemeta/0": modules, "get_search_list/0": modules,
      "get_prog_origin/0": modules,
      "get_jq_origin/0": modules,
      "input_filename/0": (
        message: "an element does not know its file", help: "`tee` and the source's own fields do"
      ),
    ]
  }()

  private func raise(_ value: JQOperand, _ input: JQFlow) -> JQFlow {
    builder.emit(.raise, a: value.register)
    return made(JQOperand(register: null), input)
  }

  private func select(_ condition: JQSyntax, _ input: JQFlow, _ scope: JQScope?) -> JQFlow {
    let forks = builder.forks
    let otherwise = test(condition, input, scope)
    let end = builder.emit(.jump)
    for jump in otherwise { builder.land(jump) }
    backtrack()
    builder.land(end)
    return forks == builder.forks ? input : input.kept
  }

  private func getPath(_ argument: JQSyntax, _ input: JQFlow, _ scope: JQScope?) -> JQFlow {
    let path = value(argument, input.kept, scope)
    let result = builder.newRegister(2)
    builder.emit(
      .getPath,
      d: result,
      a: input.value.register,
      b: path.register,
      c: input.place.map { inRegister($0) } ?? 0,
      flags: input.place == nil ? 0 : JQInstruction.followsPlace
    )
    var pair = pair(result)
    if input.place == nil { pair.place = nil }
    return pair
  }

  private func last(_ body: JQSyntax, _ input: JQFlow, _ scope: JQScope?) -> JQFlow {
    let joint = joint(input)
    let found = builder.newRegister()
    move(JQOperand(register: word(.false)), to: found)
    closed {
      let end = fork()
      move(generate(body, input.kept, scope), to: joint)
      move(JQOperand(register: word(.true)), to: found)
      builder.emit(.backtrack)
      builder.land(end)
    }
    let go = builder.emit(.jumpIfTrue, a: found)
    backtrack()
    builder.land(go)
    return joint
  }

  private func limit(_ count: JQSyntax, _ body: JQSyntax, _ input: JQFlow, _ scope: JQScope?)
    -> JQFlow
  {
    let bound = checkedCount("limit", count, input, scope)
    let zero = builder.emit(
      .jumpUnless,
      a: bound,
      b: number(0),
      c: Int32(JQOpcode.greater.rawValue)
    )
    let counter = builder.newRegister()
    let mark = builder.newRegister()
    move(JQOperand(register: number(0)), to: counter)
    builder.emit(.mark, d: mark)
    let flow = generate(body, input.kept, scope)
    let more = builder.emit(.count, d: counter, a: bound)
    builder.emit(.cut, a: mark)
    let end = builder.emit(.jump)
    builder.land(zero)
    backtrack()
    builder.land(more)
    builder.land(end)
    builder.forks += 1
    return flow.kept
  }

  private func skip(_ count: JQSyntax, _ body: JQSyntax, _ input: JQFlow, _ scope: JQScope?)
    -> JQFlow
  {
    let bound = checkedCount("skip", count, input, scope)
    let counter = builder.newRegister()
    move(JQOperand(register: number(0)), to: counter)
    let flow = generate(body, input.kept, scope)
    builder.emit(.skip, d: counter, a: bound)
    builder.failures += 1
    return flow.kept
  }

  /// The number of `limit` and `skip`, which must not be negative.
  private func checkedCount(_ name: String, _ count: JQSyntax, _ input: JQFlow, _ scope: JQScope?)
    -> Int32
  {
    let bound = value(count, input.kept, scope).register
    let fine = builder.emit(
      .jumpUnless,
      a: bound,
      b: number(0),
      c: Int32(JQOpcode.less.rawValue)
    )
    builder.emit(.raise, a: string("\(name) doesn't support negative count"))
    builder.land(fine)
    return bound
  }

  private func range(
    _ lower: JQSyntax?,
    _ upper: JQSyntax,
    _ step: JQSyntax?,
    _ input: JQFlow,
    _ scope: JQScope?
  ) -> JQFlow {
    let from = lower.map { value($0, input.kept, scope) } ?? JQOperand(register: number(0))
    let upTo = value(upper, input.kept, scope)
    let by = step.map { value($0, input.kept, scope) } ?? JQOperand(register: number(1))
    let own = builder.newRegister(2)
    move(from.kept, to: own)
    move(by.kept, to: own + 1)
    let result = builder.newRegister()
    builder.emit(.range, d: result, b: upTo.register, c: own)
    builder.forks += 1
    builder.failures += 1
    return made(JQOperand(register: result, isFresh: true), input)
  }
}
