/// A program, compiled once and shared by all machines that run it.
package final class JQProgram: @unchecked Sendable {
  // SAFETY: all memory is written in `init`; afterwards it is only read, constants being never unique.
  let code: JQCode
  private let constants: JQConstants
  private let memory: [UnsafeMutableRawPointer]
  /// What runs, but most likely means something else.
  package let warnings: [JQProblem]
  /// Those of the variables from outside that it reads.
  package let usedVariables: Set<String>
  /// The instructions; for tests and figures.
  package let instructionCount: Int

  /// All that is wrong with a program, in the order of its text.
  package struct Problems: Error {
    package var problems: [JQProblem]
  }

  /// What a program is for, by which its slips are judged.
  package enum Use: Sendable {
    case values
    case condition
  }

  /// Compiles a program; takes well under a millisecond.
  ///
  /// `variables` are what a machine's source can give.
  package static func compile(
    _ text: String,
    variables: JQVariables = [],
    use: Use = .values
  ) throws(Problems) -> JQProgram {
    let (syntax, problems) = JQParser.parse(text)
    guard problems.isEmpty else { throw Problems(problems: problems) }
    let compiler = JQCompiler(variables: variables)
    compiler.compile(syntax)
    guard compiler.problems.isEmpty else {
      throw Problems(
        problems: compiler.problems.sorted { $0.range.lowerBound < $1.range.lowerBound }
      )
    }
    return JQProgram(compiler, warnings: JQLint.warnings(syntax, use))
  }

  private init(_ compiler: JQCompiler, warnings: [JQProblem]) {
    self.warnings = warnings
    usedVariables = compiler.usedVariables
    var code: [JQInstruction] = []
    var functions: [JQCode.Function] = []
    for function in compiler.functions {
      let start = code.count
      functions.append(JQCode.Function(start: start, frameSize: function.frameSize))
      code += function.code.map { $0.moved(by: Int32(start)) }
    }
    let backtrack = code.count
    code.append(JQInstruction(op: .backtrack))
    instructionCount = code.count
    let codeMemory = JQProgram.keep(code)
    let constantMemory = JQProgram.keep(compiler.constants)
    let functionMemory = JQProgram.keep(functions)
    let closureMemory = JQProgram.keep(compiler.closures)
    memory = [
      UnsafeMutableRawPointer(codeMemory), UnsafeMutableRawPointer(constantMemory),
      UnsafeMutableRawPointer(functionMemory), UnsafeMutableRawPointer(closureMemory),
    ]
    constants = JQConstants(compiler)
    self.code = JQCode(
      code: UnsafePointer(codeMemory),
      constants: UnsafePointer(constantMemory),
      functions: UnsafePointer(functionMemory),
      closures: UnsafePointer(closureMemory),
      variables: compiler.variables,
      backtrack: backtrack
    )
  }

  deinit {
    for place in memory { place.deallocate() }
  }

  private static func keep<Item>(_ items: [Item]) -> UnsafeMutablePointer<Item> {
    let memory = UnsafeMutablePointer<Item>.allocate(capacity: max(1, items.count))
    memory.initialize(from: items, count: items.count)
    return memory
  }
}

/// Keeps the blocks of a program's constants alive.
private final class JQConstants {
  private let compiler: JQCompiler

  init(_ compiler: JQCompiler) { self.compiler = compiler }
}

extension JQInstruction {
  /// The same instruction behind others, its jumps moved along.
  fileprivate func moved(by offset: Int32) -> JQInstruction {
    var moved = self
    switch op {
    case .jump, .jumpIfFalse, .jumpIfTrue, .jumpUnless, .fork, .forkError: moved.d += offset
    case .count: moved.b += offset
    default: break
    }
    return moved
  }
}
