extension JQCompiler {
  /// The code of one form; see `generate`.
  func generateForm(
    _ syntax: JQSyntax,
    _ input: JQFlow,
    _ scope: JQScope?,
    into: Int32?,
    isTail: Bool
  ) -> JQFlow {
    switch syntax.form {
    case .identity: return input
    case .recurse:
      return call("recurse", [], syntax.range, input, scope, into: into, isTail: isTail)
    case .null, .truth, .number, .string, .invalid:
      return made(JQOperand(register: null), input)
    case .interpolation(let format, let parts):
      return interpolation(format, parts, syntax.range, input, scope)
    case .format(let name): return format(name, syntax.range, input)
    case .variable(let name): return variable(name, [], syntax.range, input, scope)
    case .location(let line):
      let value = try? location(line)
      return made(JQOperand(register: value ?? null), input)
    case .field(let target, let key):
      return path(syntax, target, key, input, scope, into: into)
    case .index(let target, let key):
      return path(syntax, target, key, input, scope, into: into)
    case .slice(let target, let lower, let upper):
      return slice(target, lower, upper, input, scope)
    case .iterate(let target):
      let flow = generate(target, input, scope)
      return each(flow, isOptional: false)
    case .optional(let body): return optional(body, input, scope, into: into)
    case .array(let body): return array(body, input, scope)
    case .object(let members): return object(members, input, scope)
    case .negation(let operand):
      let value = value(operand, input, scope)
      let result = into ?? builder.newRegister()
      builder.emit(.negate, d: result, a: value.register)
      return made(JQOperand(register: result, isFresh: true), input)
    case .pipe(let left, let right):
      let flow = generate(left, input, scope)
      return generate(right, flow, scope, into: into, isTail: isTail)
    case .comma(let parts):
      return comma(parts, input, scope, into: into, isTail: isTail)
    case .binary(let operation, let left, let right):
      if let name = dashedName(syntax) { dashedNames[right.range.lowerBound] = name }
      return binary(operation, left, right, input, scope, into: into)
    case .and(let left, let right):
      return logical(left, right, decides: false, input, scope)
    case .or(let left, let right): return logical(left, right, decides: true, input, scope)
    case .alternative(let left, let right):
      return alternative(left, right, input, scope, into: into, isTail: isTail)
    case .assignment(let assignment, let target, let source):
      return assign(assignment, target, source, input, scope)
    case .condition(let branches, let other):
      return condition(branches[...], other, input, scope, into: into, isTail: isTail)
    case .attempt(let body, let handler):
      return attempt(body, handler, input, scope, into: into)
    case .reduce(let source, let patterns, let initial, let update):
      return reduce(source, patterns, initial, update, input, scope)
    case .foreach(let source, let patterns, let initial, let update, let extract):
      return foreach(source, patterns, initial, update, extract, input, scope)
    case .definition(let definition, let rest):
      check(definition, scope)
      let inner = JQScope(
        .function(
          JQFunctionInstance(definition, scope, home: builder, isPrelude: preludeDepth > 0)
        ),
        scope
      )
      return generate(rest, input, inner, into: into, isTail: isTail)
    case .call(let name, let arguments):
      return call(name, arguments, syntax.range, input, scope, into: into, isTail: isTail)
    case .binding(let source, let patterns, let body):
      return binding(source, patterns, input, scope) { flow, inner, tail in
        self.generate(body, flow, inner, into: into, isTail: isTail && tail)
      }
    case .label(let name, let body):
      let register = builder.newRegister()
      builder.emit(.label, d: register)
      builder.forks += 1
      return generate(body, input, JQScope(.label(name, builder, register), scope))
    case .exit(let name): return exit(name, syntax.range, input, scope)
    }
  }

  private func location(_ line: Int) throws(JQFault) -> Int32 {
    var object = try heap.newObject(capacity: 2)
    let file = try heap.key(try heap.string("file"))
    object = try heap.setting(
      file,
      to: constants[Int(~string("<top-level>"))],
      in: object,
      consumes: true
    )
    let name = try heap.key(try heap.string("line"))
    object = try heap.setting(name, to: JQValue(line), in: object, consumes: true)
    return constant(fix(object))
  }

  private func exit(_ name: String, _ range: Range<Int>, _ input: JQFlow, _ scope: JQScope?)
    -> JQFlow
  {
    let label = JQScope.find(scope) { entry -> (JQFrameBuilder, Int32)? in
      if case .label(name, let home, let register) = entry { (home, register) } else { nil }
    }
    guard let (home, register) = label else {
      let known = JQScope.names(scope) { entry in
        if case .label(let name, _, _) = entry { name } else { nil }
      }
      report(
        range,
        "there is no label `$\(name)` around this `break`",
        known.isEmpty ? "write `label $\(name) | …` before it" : "did you mean `$\(known[0])`?"
      )
      return made(JQOperand(register: null), input)
    }
    builder.emit(.exit, a: read(JQOperand(register: register), of: home).register)
    builder.failures += 1
    return made(JQOperand(register: null), input)
  }

  private func comma(
    _ parts: [JQSyntax],
    _ input: JQFlow,
    _ scope: JQScope?,
    into: Int32?,
    isTail: Bool
  ) -> JQFlow {
    let joint = joint(input, into: into)
    var jumps: [Int] = []
    for (number, part) in parts.enumerated() {
      let isLast = number == parts.count - 1
      let next = isLast ? nil : fork()
      let flow = generate(part, isLast ? input : input.kept, scope, isTail: isTail)
      move(flow, to: joint)
      guard let next else { break }
      jumps.append(builder.emit(.jump))
      builder.land(next)
    }
    for jump in jumps { builder.land(jump) }
    return joint
  }

  /// Goes on where a condition holds; returns the jumps for where it doesn't.
  func test(_ syntax: JQSyntax, _ input: JQFlow, _ scope: JQScope?) -> [Int] {
    if case .binary(let operation, let left, let right) = syntax.form,
      let comparison = operation.comparison, folded(syntax) == nil
    {
      let b = value(right, input.kept, scope)
      let a = value(left, input.kept, scope)
      return [
        builder.emit(
          .jumpUnless,
          a: a.register,
          b: b.register,
          c: Int32(comparison.rawValue)
        )
      ]
    }
    if case .and(let left, let right) = syntax.form {
      let first = test(left, input, scope)
      return first + test(right, input, scope)
    }
    let truth = value(syntax, input.kept, scope)
    return [builder.emit(.jumpIfFalse, a: truth.register)]
  }

  private func condition(
    _ branches: ArraySlice<(JQSyntax, JQSyntax)>,
    _ other: JQSyntax?,
    _ input: JQFlow,
    _ scope: JQScope?,
    into: Int32?,
    isTail: Bool
  ) -> JQFlow {
    let joint = joint(input, into: into)
    var ends: [Int] = []
    let forks = builder.forks
    for (test, branch) in branches {
      let otherwise = self.test(test, input, scope)
      let here = builder.forks == forks ? input : input.kept
      move(generate(branch, here, scope, isTail: isTail), to: joint)
      ends.append(builder.emit(.jump))
      for jump in otherwise { builder.land(jump) }
    }
    let here = builder.forks == forks ? input : input.kept
    if let other {
      move(generate(other, here, scope, isTail: isTail), to: joint)
    } else {
      move(here, to: joint)
    }
    for end in ends { builder.land(end) }
    return joint
  }

  private func logical(
    _ left: JQSyntax,
    _ right: JQSyntax,
    decides: Bool,
    _ input: JQFlow,
    _ scope: JQScope?
  ) -> JQFlow {
    let result = builder.newRegister()
    let first = value(left, input.kept, scope)
    let decided = builder.emit(decides ? .jumpIfTrue : .jumpIfFalse, a: first.register)
    let second = value(right, input.kept, scope)
    builder.emit(.truth, d: result, a: second.register)
    let end = builder.emit(.jump)
    builder.land(decided)
    move(JQOperand(register: word(decides ? .true : .false)), to: result)
    builder.land(end)
    return made(JQOperand(register: result, isFresh: true), input)
  }

  private func alternative(
    _ left: JQSyntax,
    _ right: JQSyntax,
    _ input: JQFlow,
    _ scope: JQScope?,
    into: Int32?,
    isTail: Bool
  ) -> JQFlow {
    let joint = joint(input, into: into)
    let found = builder.newRegister()
    move(JQOperand(register: word(.false)), to: found)
    let other = builder.emit(.fork)
    let placeOfFork = builder.code.count
    let forks = builder.forks
    let failures = builder.failures
    let first = generate(left, input.kept, scope)
    let isSingle = builder.forks == forks && builder.failures == failures
    let isFalse = builder.emit(.jumpIfFalse, a: first.value.register)
    if !isSingle {
      move(JQOperand(register: word(.true)), to: found)
      builder.forks += 1
    }
    move(first, to: joint)
    let end = builder.emit(.jump)
    builder.land(isFalse)
    if isSingle {
      // One value or an error: no fork is needed to come back here.
      builder.code[placeOfFork - 1] = JQInstruction(op: .jump, d: Int32(placeOfFork))
    } else {
      builder.emit(.backtrack)
      builder.land(other)
      let go = builder.emit(.jumpIfFalse, a: found)
      builder.emit(.backtrack)
      builder.land(go)
    }
    move(generate(right, isSingle ? input : input.kept, scope, isTail: isTail), to: joint)
    builder.land(end)
    return joint
  }

  private func array(_ body: JQSyntax?, _ input: JQFlow, _ scope: JQScope?) -> JQFlow {
    let result = builder.newRegister()
    builder.emit(.newArray, d: result)
    if let body {
      closed {
        let end = fork()
        let item = value(body, input.kept, scope)
        builder.emit(
          .append,
          d: result,
          a: item.register,
          flags: item.isFresh ? JQInstruction.takesA : 0
        )
        builder.emit(.backtrack)
        builder.land(end)
      }
    }
    return made(JQOperand(register: result, isFresh: true), input)
  }

  private func object(
    _ members: [(key: JQSyntax, value: JQSyntax)],
    _ input: JQFlow,
    _ scope: JQScope?
  ) -> JQFlow {
    let base = builder.newRegister(Int32(2 * members.count))
    let forks = builder.forks
    for (number, member) in members.enumerated() {
      let place = base + Int32(2 * number)
      move(value(member.key, input.kept, scope, into: place), to: place)
      move(value(member.value, input.kept, scope, into: place + 1), to: place + 1)
    }
    let result = builder.newRegister()
    builder.emit(
      .object,
      d: result,
      a: base,
      c: Int32(members.count),
      flags: builder.forks == forks ? 0 : JQInstruction.keepsRegisters
    )
    return made(JQOperand(register: result, isFresh: true), input)
  }

  private func interpolation(
    _ format: String?,
    _ parts: [JQSyntax.Form.Part],
    _ range: Range<Int>,
    _ input: JQFlow,
    _ scope: JQScope?
  ) -> JQFlow {
    let number = formatNumber(format ?? "text", range)
    let base = builder.newRegister(Int32(parts.count))
    // The first one changes fastest, so that the last one is evaluated first.
    for (place, part) in parts.enumerated().reversed() {
      let register = base + Int32(place)
      switch part {
      case .text(let text): move(JQOperand(register: string(text)), to: register)
      case .value(let syntax):
        let value = value(syntax, input.kept, scope)
        builder.emit(.format, d: register, a: value.register, b: number)
      }
    }
    let result = builder.newRegister()
    builder.emit(.concatenate, d: result, a: base, b: Int32(parts.count))
    return made(JQOperand(register: result, isFresh: true), input)
  }

  private func format(_ name: String, _ range: Range<Int>, _ input: JQFlow) -> JQFlow {
    let result = builder.newRegister()
    builder.emit(.format, d: result, a: input.value.register, b: formatNumber(name, range))
    return made(JQOperand(register: result, isFresh: true), input)
  }

  private func formatNumber(_ name: String, _ range: Range<Int>) -> Int32 {
    if let format = JQFormat(name: name) { return Int32(format.rawValue) }
    reportFormat(name, range)
    return 0
  }

  private func binary(
    _ operation: JQOperator,
    _ left: JQSyntax,
    _ right: JQSyntax,
    _ input: JQFlow,
    _ scope: JQScope?,
    into: Int32?
  ) -> JQFlow {
    let before = builder.forks
    let b = value(right, input.kept, scope)
    let forks = builder.forks
    // The left side may take the input over where the right one is done with it.
    let isFree = before == forks && b.register != input.value.register
    let a = value(left, isFree ? input : input.kept, scope)
    let result = into ?? builder.newRegister()
    var flags: UInt8 = 0
    if a.isFresh { flags |= JQInstruction.takesA }
    if b.isFresh, builder.forks == forks { flags |= JQInstruction.takesB }
    builder.emit(operation.opcode, d: result, a: a.register, b: b.register, flags: flags)
    return made(JQOperand(register: result, isFresh: true), input)
  }
}
