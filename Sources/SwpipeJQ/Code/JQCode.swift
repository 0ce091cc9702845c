/// The code of a program as the machine reads it: memory that never changes, owned by `JQProgram`.
struct JQCode {
  struct Function {
    var start: Int
    var frameSize: Int
  }

  let code: UnsafePointer<JQInstruction>
  let constants: UnsafePointer<JQValue>
  let functions: UnsafePointer<Function>
  let closures: UnsafePointer<(Int, Int)>
  let variables: [String]
  /// Where an instruction that goes back stands.
  let backtrack: Int
}
