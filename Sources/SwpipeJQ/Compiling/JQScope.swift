/// What a name means at a place of a program: a chain from the innermost definition outwards.
final class JQScope {
  enum Entry {
    case function(JQFunctionInstance)
    /// A parameter whose argument is put in where it is used.
    case argument(String, JQSyntax, JQScope?)
    /// A parameter that is handed over in a register.
    case closure(String, JQFrameBuilder, Int32)
    case variable(String, JQFrameBuilder, JQOperand)
    case label(String, JQFrameBuilder, Int32)
  }

  let entry: Entry
  let parent: JQScope?

  init(_ entry: Entry, _ parent: JQScope?) {
    self.entry = entry
    self.parent = parent
  }

  /// The first entry that the closure gives something for.
  static func find<Found>(_ scope: JQScope?, _ match: (Entry) -> Found?) -> Found? {
    var scope = scope
    while let here = scope {
      if let found = match(here.entry) { return found }
      scope = here.parent
    }
    return nil
  }
}

/// A definition in one place of use, with what the names in it mean there.
final class JQFunctionInstance {
  let definition: JQDefinition
  /// What is around the definition.
  let outer: JQScope?
  /// The frame that its own frames stand in.
  let home: JQFrameBuilder
  /// The numbers of its code: without and with places.
  var code: [Bool: Int] = [:]
  /// Whether its problems have been told.
  let isPrelude: Bool

  init(_ definition: JQDefinition, _ outer: JQScope?, home: JQFrameBuilder, isPrelude: Bool = false)
  {
    self.definition = definition
    self.outer = outer
    self.home = home
    self.isPrelude = isPrelude
  }
}

/// The code of one function while it is made.
final class JQFrameBuilder {
  let parent: JQFrameBuilder?
  var code: [JQInstruction] = []
  /// The first two are the machine's.
  var registers: Int32 = 2
  /// How many instructions so far may have left a fork behind.
  var forks = 0
  /// How many so far may have given nothing.
  var failures = 0

  init(parent: JQFrameBuilder?) { self.parent = parent }

  func newRegister(_ count: Int32 = 1) -> Int32 {
    registers += count
    return registers - count
  }

  @discardableResult
  func emit(
    _ op: JQOpcode,
    d: Int32 = 0,
    a: Int32 = 0,
    b: Int32 = 0,
    c: Int32 = 0,
    flags: UInt8 = 0
  ) -> Int {
    code.append(
      JQInstruction(op: op, flags: flags, c: UInt16(truncatingIfNeeded: c), d: d, a: a, b: b)
    )
    return code.count - 1
  }

  /// Lets an earlier jump go to what comes next.
  func land(_ jump: Int) {
    switch code[jump].op {
    case .count: code[jump].b = Int32(code.count)
    default: code[jump].d = Int32(code.count)
    }
  }
}
