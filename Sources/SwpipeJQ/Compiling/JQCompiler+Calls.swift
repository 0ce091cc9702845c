extension JQCompiler {
  /// A call of what a name means: a parameter, a definition, a form of its own, a native function, the prelude.
  func call(
    _ name: String,
    _ arguments: [JQSyntax],
    _ range: Range<Int>,
    _ input: JQFlow,
    _ scope: JQScope?,
    into: Int32? = nil,
    isTail: Bool = false
  ) -> JQFlow {
    let found = JQScope.find(scope) { entry -> JQScope.Entry? in
      switch entry {
      case .function(let instance)
      where instance.definition.name == name
        && instance.definition.parameters.count == arguments.count:
        entry
      case .argument(name, _, _) where arguments.isEmpty: entry
      case .closure(name, _, _) where arguments.isEmpty: entry
      default: nil
      }
    }
    switch found {
    case .function(let instance):
      return call(instance, arguments, range, input, scope, into: into, isTail: isTail)
    case .argument(_, let syntax, let outer):
      return generate(syntax, input, outer, into: into, isTail: isTail)
    case .closure(_, let home, let register):
      return callClosure(read(JQOperand(register: register), of: home), input)
    default: break
    }
    if let flow = special(name, arguments, range, input, scope, into: into, isTail: isTail) {
      return flow
    }
    if let native = JQNative.named(name, arguments.count) {
      return call(native, arguments, range, input, scope, into: into)
    }
    if let instance = preludeInstance(name, arguments.count) {
      return call(instance, arguments, range, input, scope, into: into, isTail: isTail)
    }
    reportFunction(name, arguments.count, range, scope)
    // What is wrong in the arguments is told, too.
    for argument in arguments { _ = value(argument, input.kept, scope) }
    return made(JQOperand(register: null), input)
  }

  private func call(
    _ native: JQNative,
    _ arguments: [JQSyntax],
    _ range: Range<Int>,
    _ input: JQFlow,
    _ scope: JQScope?,
    into: Int32?
  ) -> JQFlow {
    check(native, arguments)
    let base = builder.newRegister(Int32(arguments.count) + 1)
    let before = builder.forks
    // The last argument is evaluated first, so that the first one changes fastest.
    for (number, argument) in arguments.enumerated().reversed() {
      let place = base + 1 + Int32(number)
      move(value(argument, input.kept, scope).kept, to: place)
    }
    let isFree = builder.forks == before
    move(isFree && input.place == nil ? input.value : input.value.kept, to: base)
    let result = into ?? builder.newRegister()
    builder.emit(
      .native,
      d: result,
      a: base,
      b: Int32(native.rawValue),
      c: Int32(arguments.count) + 1
    )
    return made(JQOperand(register: result, isFresh: true), input)
  }

  // MARK: Definitions

  private func call(
    _ instance: JQFunctionInstance,
    _ arguments: [JQSyntax],
    _ range: Range<Int>,
    _ input: JQFlow,
    _ scope: JQScope?,
    into: Int32?,
    isTail: Bool
  ) -> JQFlow {
    let definition = instance.definition
    if !definition.isRecursive, inlineDepth < 40, builder.code.count < 20_000 {
      inlineDepth += 1
      defer { inlineDepth -= 1 }
      let before = builder.forks
      var inner = instance.outer
      for (parameter, argument) in zip(definition.parameters, arguments) {
        guard parameter.hasPrefix("$") else {
          inner = JQScope(.argument(parameter, argument, scope), inner)
          continue
        }
        inner = bound(parameter, value(argument, input.kept, scope), input, inner)
        // Without the `$` it is the argument itself, evaluated anew.
        inner = JQScope(.argument(String(parameter.dropFirst()), argument, scope), inner)
      }
      let here = before == builder.forks ? input : input.kept
      if instance.isPrelude { preludeDepth += 1 }
      defer { if instance.isPrelude { preludeDepth -= 1 } }
      return generate(definition.body, here, inner, into: into, isTail: isTail)
    }
    return callFrame(instance, arguments, input, scope, isTail: isTail)
  }

  /// A parameter `$name` as a variable, and as a function that gives it.
  private func bound(
    _ parameter: String,
    _ value: JQOperand,
    _ input: JQFlow,
    _ scope: JQScope?
  ) -> JQScope {
    var operand = value
    if !operand.isFresh, operand.register >= 0, operand.register == input.value.register {
      operand = JQOperand(register: builder.newRegister())
      move(value, to: operand.register)
    }
    let name = String(parameter.dropFirst())
    let variable = JQScope(.variable(name, builder, operand.kept), scope)
    return JQScope(.argument(name, JQSyntax(.variable(name), 0..<0), variable), variable)
  }

  /// A call with a frame of its own.
  private func callFrame(
    _ instance: JQFunctionInstance,
    _ arguments: [JQSyntax],
    _ input: JQFlow,
    _ scope: JQScope?,
    isTail: Bool
  ) -> JQFlow {
    let number = code(of: instance, withPlaces: input.place != nil)
    var values: [JQOperand] = []
    let before = builder.forks
    var hasOwnClosures = false
    for (parameter, argument) in zip(instance.definition.parameters, arguments) {
      if parameter.hasPrefix("$") {
        values.append(value(argument, input.kept, scope).kept)
        continue
      }
      if let passed = passedOn(argument, scope) {
        values.append(passed)
        continue
      }
      hasOwnClosures = true
      let register = builder.newRegister()
      builder.emit(.closure, d: register, a: Int32(closure(argument, scope)))
      values.append(JQOperand(register: register))
    }
    let inputCount: Int32 = input.place == nil ? 1 : 2
    let base = builder.newRegister(inputCount + Int32(values.count))
    move(before == builder.forks ? input.value : input.value.kept, to: base)
    if let place = input.place { move(place.kept, to: base + 1) }
    for (place, value) in values.enumerated() { move(value, to: base + inputCount + Int32(place)) }
    let result = builder.newRegister(2)
    builder.forks += 1
    builder.failures += 1
    // A frame whose closures are handed over is still needed.
    builder.emit(
      isTail && !hasOwnClosures ? .tailCall : .call,
      d: result,
      a: base,
      b: Int32(number),
      c: inputCount + Int32(values.count),
      flags: UInt8(truncatingIfNeeded: hops(to: instance.home))
    )
    var pair = pair(result)
    if input.place == nil { pair.place = nil }
    return pair
  }

  /// A parameter that is handed on as it is.
  private func passedOn(_ argument: JQSyntax, _ scope: JQScope?) -> JQOperand? {
    guard case .call(let name, let arguments) = argument.form, arguments.isEmpty else { return nil }
    let found = JQScope.find(scope) { entry -> JQScope.Entry? in
      switch entry {
      case .function(let instance)
      where instance.definition.name == name && instance.definition.parameters.isEmpty:
        entry
      case .argument(name, _, _), .closure(name, _, _): entry
      default: nil
      }
    }
    switch found {
    case .closure(_, let home, let register):
      return read(JQOperand(register: register), of: home)
    case .argument(_, let syntax, let outer): return passedOn(syntax, outer)
    default: return nil
    }
  }

  private func callClosure(_ closure: JQOperand, _ input: JQFlow) -> JQFlow {
    let count: Int32 = input.place == nil ? 1 : 2
    let base = builder.newRegister(count)
    move(input.value, to: base)
    if let place = input.place { move(place.kept, to: base + 1) }
    let result = builder.newRegister(2)
    builder.forks += 1
    builder.failures += 1
    builder.emit(.callClosure, d: result, a: base, b: inRegister(closure), c: count)
    var pair = pair(result)
    if input.place == nil { pair.place = nil }
    return pair
  }

  // MARK: Code of frames

  /// The number of a definition's code, made at its first call.
  private func code(of instance: JQFunctionInstance, withPlaces: Bool) -> Int {
    if let known = instance.code[withPlaces] { return known }
    let number = functions.count
    functions.append(Function(code: [], frameSize: 0))
    instance.code[withPlaces] = number
    inFrame(number, in: instance.home, withPlaces: withPlaces, isPrelude: instance.isPrelude) {
      input in
      var inner: JQScope? = JQScope(.function(instance), instance.outer)
      for parameter in instance.definition.parameters {
        let register = self.builder.newRegister()
        if parameter.hasPrefix("$") {
          inner = self.bound(parameter, JQOperand(register: register), input, inner)
        } else {
          inner = JQScope(.closure(parameter, self.builder, register), inner)
        }
      }
      return self.generate(instance.definition.body, input, inner, isTail: true)
    }
    return number
  }

  /// A closure: its code with and without places, in a frame within this one.
  private func closure(_ syntax: JQSyntax, _ scope: JQScope?) -> Int {
    var numbers: [Int] = []
    for withPlaces in [false, true] {
      let number = functions.count
      functions.append(Function(code: [], frameSize: 0))
      inFrame(number, in: builder, withPlaces: withPlaces, isPrelude: false) { input in
        self.generate(syntax, input, scope, isTail: true)
      }
      numbers.append(number)
    }
    closures.append((numbers[0], numbers[1]))
    return closures.count - 1
  }

  private func inFrame(
    _ number: Int,
    in home: JQFrameBuilder,
    withPlaces: Bool,
    isPrelude: Bool,
    _ body: (JQFlow) -> JQFlow
  ) {
    let outer = builder
    builder = JQFrameBuilder(parent: home)
    if isPrelude { preludeDepth += 1 }
    defer {
      builder = outer
      if isPrelude { preludeDepth -= 1 }
    }
    var input = JQFlow(value: JQOperand(register: builder.newRegister(), isFresh: true), place: nil)
    if withPlaces { input.place = JQOperand(register: builder.newRegister()) }
    let result = body(input)
    let place = result.place.map { inRegister($0) } ?? 0
    builder.emit(
      .return,
      a: result.value.register,
      b: place,
      flags: (result.value.isFresh ? JQInstruction.takesA : 0)
        | (withPlaces ? JQInstruction.followsPlace : 0)
    )
    functions[number] = Function(code: builder.code, frameSize: Int(builder.registers))
  }

  /// Compiles the body of a definition that may never be called, for its problems.
  func check(_ definition: JQDefinition, _ scope: JQScope?) {
    guard preludeDepth == 0, checked.insert(ObjectIdentifier(definition)).inserted else { return }
    let outer = builder
    builder = JQFrameBuilder(parent: outer)
    defer { builder = outer }
    let instance = JQFunctionInstance(definition, scope, home: outer)
    instance.code = [false: 0, true: 0]
    var inner: JQScope? = JQScope(.function(instance), scope)
    let register = builder.newRegister()
    for parameter in definition.parameters {
      if parameter.hasPrefix("$") {
        inner = bound(
          parameter,
          JQOperand(register: register),
          JQFlow(value: JQOperand(register: 2), place: nil),
          inner
        )
      } else {
        inner = JQScope(.closure(parameter, builder, register), inner)
      }
    }
    _ = generate(definition.body, JQFlow(value: JQOperand(register: register), place: nil), inner)
  }
}
