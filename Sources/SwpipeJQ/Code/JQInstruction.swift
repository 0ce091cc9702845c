/// What an instruction does.
///
/// `d`, `a`, `b` and `c` are its fields; an operand is a register of the frame
/// or, below zero, a constant.
enum JQOpcode: UInt8 {
  // Flow: `d` is the place to go to.
  case jump
  case jumpIfFalse
  case jumpIfTrue
  /// Goes to `d` unless the comparison of `a` and `b` that `c` names holds.
  case jumpUnless
  /// When all that follows has failed, go to `d`.
  case fork
  /// Like `fork`, also for an error, whose value goes to `a`; `c` keeps the number of the fork.
  case forkError
  /// The end of what the fork kept in `c` guards.
  case endError
  case backtrack
  /// Keeps in `d` how many forks there are.
  case mark
  /// Drops the forks since `a` was marked.
  case cut
  /// Sets `d` to a label for which there is a fork from here on.
  case label
  case exit
  case raise
  /// Gives `a` out of the program.
  case output
  // Calls: `a` is the first of `c` registers with what is handed over, `b` what is called.
  /// `flags` is how many frames out the function was defined.
  case call
  case tailCall
  case callClosure
  case `return`
  case closure
  /// Copies `a` of the frame that is `b` frames out.
  case outer
  // Values: `d` is where the result goes.
  case move
  case take
  /// Sets `d`, the place of a value that was made: that of `c` if `a` is the same scalar as `b`.
  case place
  case field
  case index
  /// From `b` up to the register `c`.
  case slice
  /// One value after the other of `a`; `c` and the register behind it are its own.
  case each
  /// From `c` up to `b` in steps of the register behind `c`.
  case range
  case newArray
  case append
  case object
  case add
  case subtract
  case multiply
  case divide
  case modulo
  case equal
  case unequal
  case less
  case lessOrEqual
  case greater
  case greaterOrEqual
  case negate
  case not
  case truth
  /// Makes text of `a` in the format `b`.
  case format
  /// Joins the `b` strings from `a` on.
  case concatenate
  /// Calls the native function `b` with the `c` values from `a` on.
  case native
  /// The path of the place `a`, as an array; `b` is the value there.
  case pathArray
  /// `d` and the place behind it: what the path array `b` leads to from `a`, whose place is `c`.
  case getPath
  /// The value at the `c` keys from `b` on; with the flag of `a`, left out of `a` for a while.
  case readKeys
  /// `d`, changed at the `c` keys from `b` on to `a`.
  case writeKeys
  /// The value of `d` at the place `a`, to `b`.
  case readPlace
  /// `d`, changed at the place `a` to `b`.
  case writePlace
  /// Adds one to `d`; goes on with the next instruction once it is `a`, else goes to `b`.
  case count
  /// Adds one to `d`; fails while it is not more than `a`.
  case skip
  /// Fails where `a` is the mark of nothing.
  case something
  /// The variable `a` from outside, at the `c` keys from `b` on.
  case variable
}

/// One instruction, 16 bytes.
struct JQInstruction {
  var op: JQOpcode
  var flags: UInt8 = 0
  var c: UInt16 = 0
  var d: Int32 = 0
  var a: Int32 = 0
  var b: Int32 = 0

  /// `a` is held by nothing else once this is done, so that it may be changed in place.
  static let takesA: UInt8 = 1
  static let takesB: UInt8 = 2
  /// An error is no output instead.
  static let isOptional: UInt8 = 4
  /// The place is followed, too: its register is `c` (or what the opcode says), that of the result `d + 1`.
  static let followsPlace: UInt8 = 8
  /// The registers from `a` on may be read again.
  static let keepsRegisters: UInt8 = 16
}

/// A register, or a constant below zero.
struct JQOperand {
  var register: Int32
  /// Nothing reads it after its next use.
  var isFresh = false

  /// The same, to be read again.
  var kept: JQOperand { JQOperand(register: register) }
}

/// What one part of a program hands to the next: a value and, where it matters, the path to it.
struct JQFlow {
  var value: JQOperand
  var place: JQOperand?

  var kept: JQFlow { JQFlow(value: value.kept, place: place?.kept) }
  /// The value alone.
  var plain: JQFlow { JQFlow(value: value, place: nil) }
}
