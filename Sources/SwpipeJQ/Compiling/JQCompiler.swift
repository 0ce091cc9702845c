internal import SwpipeCore

/// Makes a program's code from its parts, and finds names that mean nothing.
///
/// Functions that don't call themselves are put in where they are called, with their arguments; others get
/// frames. Each part is compiled for values alone or for values with the places they stand in, which is
/// what makes `path(…)`, assignment and `del` of any expression.
final class JQCompiler {
  struct Function {
    var code: [JQInstruction]
    var frameSize: Int
    var start = 0
  }

  var functions: [Function] = []
  /// Per closure the functions for values alone and with places.
  var closures: [(Int, Int)] = []
  var constants: [JQValue] = []
  var heap = JQHeap(maximum: 64 << 20)
  var problems: [JQProblem] = []
  /// What comes from outside.
  let outside: JQVariables
  /// The names of the variables that come from outside.
  let variables: [String]
  /// Those of them that the program reads.
  var usedVariables: Set<String> = []
  var builder: JQFrameBuilder
  let root: JQFrameBuilder
  private var knownStrings: [String: Int32] = [:]
  private var knownNumbers: [UInt64: Int32] = [:]
  private var knownWords: [JQValue.Kind: Int32] = [:]
  var preludeInstances: [String: JQFunctionInstance] = [:]
  /// Above zero while code of the prelude is made.
  var preludeDepth = 0
  var inlineDepth = 0
  /// The definitions whose problems were told.
  var checked: Set<ObjectIdentifier> = []
  /// The keys that were probably meant where a word stands right behind a field and a dash.
  var dashedNames: [Int: String] = [:]
  private var depth = 0
  private var size = 0

  static let depthLimit = 3000
  static let sizeLimit = 400_000

  init(variables: JQVariables) {
    outside = variables
    self.variables = variables.names + ["ENV"]
    root = JQFrameBuilder(parent: nil)
    builder = root
  }

  /// Compiles a whole program as function 0.
  func compile(_ syntax: JQSyntax) {
    functions.append(Function(code: [], frameSize: 0))
    let input = JQFlow(value: JQOperand(register: builder.newRegister(), isFresh: true), place: nil)
    let result = generate(syntax, input, nil)
    builder.emit(.output, a: result.value.register)
    functions[0] = Function(code: root.code, frameSize: Int(root.registers))
  }

  func report(
    _ range: Range<Int>,
    _ message: String,
    _ help: String? = nil,
    meant: String? = nil
  ) {
    if problems.contains(where: { $0.range == range && $0.message == message }) { return }
    var problem = JQProblem(range: range, message: message, help: help)
    problem.meant = meant
    problems.append(problem)
  }

  // MARK: Constants

  func constant(_ value: JQValue) -> Int32 {
    var fixed = value
    fixed.flags = JQValue.fixed
    constants.append(fixed)
    return -Int32(constants.count)
  }

  func string(_ text: String) -> Int32 {
    if let known = knownStrings[text] { return known }
    guard var value = try? heap.string(text), let key = try? heap.key(value) else { return null }
    value.hash = key.hash
    let number = constant(value)
    knownStrings[text] = number
    return number
  }

  func number(_ value: Double) -> Int32 {
    if let known = knownNumbers[value.bitPattern] { return known }
    let number = constant(JQValue(value))
    knownNumbers[value.bitPattern] = number
    return number
  }

  func word(_ kind: JQValue.Kind) -> Int32 {
    if let known = knownWords[kind] { return known }
    let number = constant(JQValue(kind))
    knownWords[kind] = number
    return number
  }

  var null: Int32 { word(.null) }

  // MARK: Flow

  /// The value of a part for an input; the code for what follows comes right behind.
  func generate(
    _ syntax: JQSyntax,
    _ input: JQFlow,
    _ scope: JQScope?,
    into: Int32? = nil,
    isTail: Bool = false
  ) -> JQFlow {
    depth += 1
    defer { depth -= 1 }
    guard depth < JQCompiler.depthLimit, size < JQCompiler.sizeLimit, builder.registers < 60_000
    else {
      report(syntax.range, "the program is too large")
      return made(JQOperand(register: null), input)
    }
    size += 1
    if let constant = folded(syntax) { return made(JQOperand(register: constant), input) }
    return generateForm(syntax, input, scope, into: into, isTail: isTail)
  }

  /// The value of a part, its place left alone.
  func value(
    _ syntax: JQSyntax,
    _ input: JQFlow,
    _ scope: JQScope?,
    into: Int32? = nil
  ) -> JQOperand {
    generate(syntax, input.plain, scope, into: into).value
  }

  /// A value that the program made, which no path leads to.
  func made(_ value: JQOperand, _ input: JQFlow) -> JQFlow {
    guard let place = input.place else { return JQFlow(value: value, place: nil) }
    let result = builder.newRegister()
    builder.emit(
      .place,
      d: result,
      a: value.register,
      b: input.value.register,
      c: place.register < 0 ? Int32(UInt16.max) : place.register,
      flags: place.register < 0 ? 0 : JQInstruction.followsPlace
    )
    return JQFlow(value: value, place: JQOperand(register: result))
  }

  func move(_ operand: JQOperand, to register: Int32) {
    guard operand.register != register else { return }
    builder.emit(
      .move,
      d: register,
      a: operand.register,
      flags: operand.isFresh ? JQInstruction.takesA : 0
    )
  }

  /// Registers that several ways lead to, for a value and its place.
  func joint(_ input: JQFlow, into: Int32? = nil) -> JQFlow {
    let value = input.place == nil ? into ?? builder.newRegister() : builder.newRegister(2)
    return JQFlow(
      value: JQOperand(register: value, isFresh: true),
      place: input.place == nil ? nil : JQOperand(register: value + 1, isFresh: true)
    )
  }

  func move(_ flow: JQFlow, to joint: JQFlow) {
    move(flow.value, to: joint.value.register)
    if let place = flow.place, let target = joint.place { move(place, to: target.register) }
  }

  /// The operand in a register of this frame; constants are moved to one.
  func inRegister(_ operand: JQOperand) -> Int32 {
    if operand.register >= 0 { return operand.register }
    let register = builder.newRegister()
    move(operand, to: register)
    return register
  }

  /// Code whose forks are all used up at its end.
  func closed<Result>(_ body: () -> Result) -> Result {
    let forks = builder.forks
    let failures = builder.failures
    defer {
      builder.forks = forks
      builder.failures = failures
    }
    return body()
  }

  /// How many frames out a frame is.
  func hops(to home: JQFrameBuilder) -> Int32 {
    var hops: Int32 = 0
    var frame: JQFrameBuilder? = builder
    while let here = frame, here !== home {
      hops += 1
      frame = here.parent
    }
    return hops
  }

  /// What stands in a frame's register, where this frame can read it.
  func read(_ operand: JQOperand, of home: JQFrameBuilder) -> JQOperand {
    guard home !== builder, operand.register >= 0 else { return operand.kept }
    let register = builder.newRegister()
    builder.emit(.outer, d: register, a: operand.register, b: hops(to: home))
    return JQOperand(register: register)
  }

  func backtrack() {
    builder.emit(.backtrack)
    builder.failures += 1
  }

  func fork() -> Int {
    builder.forks += 1
    return builder.emit(.fork)
  }
}
