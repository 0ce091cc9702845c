extension JQCompiler {
  /// A step of a path: the key is evaluated first, for the input of the whole.
  func path(
    _ syntax: JQSyntax,
    _ target: JQSyntax,
    _ key: JQSyntax,
    _ input: JQFlow,
    _ scope: JQScope?,
    into: Int32?
  ) -> JQFlow {
    if let (name, keys) = outsideChain(syntax, scope), input.place == nil {
      return variable(name, keys, syntax.range, input, scope)
    }
    let before = builder.forks
    let index = value(key, input.kept, scope)
    let isFree = before == builder.forks && index.register != input.value.register
    let flow = generate(target, isFree ? input : input.kept, scope)
    return step(flow, index, isOptional: false, into: into)
  }

  /// The value of a key or index.
  func step(_ flow: JQFlow, _ key: JQOperand, isOptional: Bool, into: Int32? = nil) -> JQFlow {
    let isField = key.register < 0 && constants[Int(~key.register)].isString
    var flags: UInt8 = isOptional ? JQInstruction.isOptional : 0
    if isOptional { builder.failures += 1 }
    guard let place = flow.place else {
      let result = into ?? builder.newRegister()
      builder.emit(
        isField ? .field : .index,
        d: result,
        a: flow.value.register,
        b: key.register,
        flags: flags
      )
      return JQFlow(value: JQOperand(register: result, isFresh: true), place: nil)
    }
    flags |= JQInstruction.followsPlace
    let result = builder.newRegister(2)
    builder.emit(
      isField ? .field : .index,
      d: result,
      a: flow.value.register,
      b: key.register,
      c: inRegister(place),
      flags: flags
    )
    return pair(result)
  }

  func pair(_ register: Int32) -> JQFlow {
    JQFlow(
      value: JQOperand(register: register, isFresh: true),
      place: JQOperand(register: register + 1, isFresh: true)
    )
  }

  func slice(
    _ target: JQSyntax,
    _ lower: JQSyntax?,
    _ upper: JQSyntax?,
    _ input: JQFlow,
    _ scope: JQScope?,
    isOptional: Bool = false
  ) -> JQFlow {
    let optional = isOptional ? JQInstruction.isOptional : 0
    if isOptional { builder.failures += 1 }
    let from = lower.map { value($0, input.kept, scope) } ?? JQOperand(register: null)
    let upTo = upper.map { value($0, input.kept, scope) } ?? JQOperand(register: null)
    // The bounds stand side by side.
    let bounds = builder.newRegister(2)
    move(from.kept, to: bounds)
    move(upTo.kept, to: bounds + 1)
    let flow = generate(target, input.kept, scope)
    let result = builder.newRegister(2)
    if let place = flow.place {
      let held = builder.newRegister(2)
      move(flow.value, to: held)
      move(place, to: held + 1)
      builder.emit(
        .slice,
        d: result,
        a: held,
        b: bounds,
        flags: JQInstruction.followsPlace | optional
      )
      return pair(result)
    }
    builder.emit(.slice, d: result, a: flow.value.register, b: bounds, flags: optional)
    return JQFlow(value: JQOperand(register: result, isFresh: true), place: nil)
  }

  /// All values of an array or object.
  func each(_ flow: JQFlow, isOptional: Bool) -> JQFlow {
    builder.forks += 1
    builder.failures += 1
    let own = builder.newRegister(2)
    let result = builder.newRegister(2)
    builder.emit(
      .each,
      d: result,
      a: flow.value.register,
      b: flow.place.map { inRegister($0) } ?? 0,
      c: own,
      flags: (isOptional ? JQInstruction.isOptional : 0)
        | (flow.place == nil ? 0 : JQInstruction.followsPlace)
    )
    var pair = pair(result)
    if flow.place == nil { pair.place = nil }
    return pair
  }

  /// `body?`, which gives nothing where the body fails.
  func optional(_ body: JQSyntax, _ input: JQFlow, _ scope: JQScope?, into: Int32?) -> JQFlow {
    // Behind a step it is for this step alone: `.a.b?` fails where `.a` does.
    switch body.form {
    case .field(let target, let key), .index(let target, let key):
      let before = builder.forks
      let index = value(key, input.kept, scope)
      let isFree = before == builder.forks && index.register != input.value.register
      let flow = generate(target, isFree ? input : input.kept, scope)
      return step(flow, index, isOptional: true, into: into)
    case .iterate(let target):
      return each(generate(target, input, scope), isOptional: true)
    case .slice(let target, let lower, let upper):
      return slice(target, lower, upper, input, scope, isOptional: true)
    default: break
    }
    return attempt(body, nil, input, scope, into: into)
  }

  /// The keys of a path from `.` of which none leaves a fork; evaluated from the last to the first.
  func simpleChain(_ syntax: JQSyntax) -> [JQSyntax]? {
    switch syntax.form {
    case .identity: return []
    case .field(let target, let key), .index(let target, let key):
      guard isSimple(key), let rest = simpleChain(target) else { return nil }
      return rest + [key]
    default: return nil
    }
  }

  /// Whether a part surely has one value or one error.
  private func isSimple(_ syntax: JQSyntax) -> Bool {
    switch syntax.form {
    case .identity, .null, .truth, .number, .string, .variable, .location, .format: return true
    case .field(let a, let b), .index(let a, let b), .binary(_, let a, let b):
      return isSimple(a) && isSimple(b)
    case .negation(let a): return isSimple(a)
    case .interpolation(_, let parts):
      return parts.allSatisfy { part in
        if case .value(let value) = part { isSimple(value) } else { true }
      }
    case .pipe(let a, let b): return isSimple(a) && isSimple(b)
    case .call(let name, let arguments):
      return arguments.isEmpty && JQNative.named(name, 0) != nil
    default: return false
    }
  }

  /// `try body catch handler`.
  func attempt(
    _ body: JQSyntax,
    _ handler: JQSyntax?,
    _ input: JQFlow,
    _ scope: JQScope?,
    into: Int32?
  ) -> JQFlow {
    let joint = joint(input, into: into)
    let error = builder.newRegister()
    let number = builder.newRegister()
    let start = builder.emit(.forkError, a: error, c: number)
    move(generate(body, input, scope), to: joint)
    builder.emit(.endError, c: number)
    let end = builder.emit(.jump)
    builder.land(start)
    if let handler {
      // The error's value stands nowhere in the input.
      let message = JQOperand(register: error, isFresh: true)
      move(generate(handler, made(message, input), scope), to: joint)
    } else {
      backtrack()
    }
    builder.land(end)
    return joint
  }

  // MARK: Variables

  func variable(
    _ name: String,
    _ keys: [JQSyntax],
    _ range: Range<Int>,
    _ input: JQFlow,
    _ scope: JQScope?
  ) -> JQFlow {
    if let operand = boundVariable(name, scope) { return made(operand, input) }
    guard let number = variables.firstIndex(of: name) else {
      reportVariable(name, range, scope)
      return made(JQOperand(register: null), input)
    }
    usedVariables.insert(name)
    checkField(of: name, keys.first)
    let base = builder.newRegister(Int32(keys.count))
    for (place, key) in keys.enumerated().reversed() {
      move(value(key, input.kept, scope).kept, to: base + Int32(place))
    }
    let result = builder.newRegister()
    builder.emit(.variable, d: result, a: Int32(number), b: base, c: Int32(keys.count))
    return made(JQOperand(register: result, isFresh: true), input)
  }

  private func boundVariable(_ name: String, _ scope: JQScope?) -> JQOperand? {
    let found = JQScope.find(scope) { entry -> (JQFrameBuilder, JQOperand)? in
      if case .variable(name, let home, let operand) = entry { (home, operand) } else { nil }
    }
    return found.map { read($0.1, of: $0.0) }
  }

  /// A path below a variable from outside, so that only what is asked for is looked up.
  private func outsideChain(_ syntax: JQSyntax, _ scope: JQScope?) -> (String, [JQSyntax])? {
    switch syntax.form {
    case .variable(let name):
      let isBound =
        JQScope.find(scope) { entry -> Bool? in
          if case .variable(name, _, _) = entry { true } else { nil }
        } != nil
      return isBound || !variables.contains(name) ? nil : (name, [])
    case .call("env", let arguments) where arguments.isEmpty: return ("ENV", [])
    case .field(let target, let key), .index(let target, let key):
      guard let (name, keys) = outsideChain(target, scope) else { return nil }
      return (name, keys + [key])
    default: return nil
    }
  }
}
