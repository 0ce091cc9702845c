package import SwpipeCore

extension ExpressionLanguage {
  /// jq's language, as `JQProgram` has it.
  package static let jq = ExpressionLanguage(
    text: { (program, worker) throws(RunFailure) in
      try WorkerText.text(program, worker)
    },
    environmentNames: { JQProgram.environmentNames($0) }
  )
}

/// Writes an expression that looks at nothing but its worker.
private enum WorkerText {
  /// How often the evaluation may ask whether to go on, which it does every few thousand steps.
  ///
  /// Validation evaluates such expressions, too, and nothing stops it: one without an end must fail.
  private static let mostLooks = 256

  static func text(_ program: String, _ worker: WorkerInfo) throws(RunFailure) -> String {
    let compiled: JQProgram
    do throws(JQProgram.Problems) {
      compiled = try JQProgram.shared(program, variables: ["worker_info"])
    } catch {
      throw RunFailure(.spec, "`{{ \(program) }}` does not compile")
    }
    let variables = ExpressionVariables(worker)
    let machine = JQMachine(compiled, variables: variables)
    machine.begin()
    var looks = 0
    let step = machine.next {
      looks += 1
      return looks > mostLooks
    }
    switch step {
    case .output where !machine.isNull: break
    case .failed(let failure): throw problem(program, failure.message)
    case .stopped: throw problem(program, "it takes more than a million steps")
    case .output, .done: throw problem(program, "it gives no value")
    }
    if let bytes = machine.text() { return String(decoding: bytes, as: UTF8.self) }
    guard case .success(let bytes) = machine.json() else {
      throw problem(program, "its value cannot be written")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func problem(_ program: String, _ reason: String) -> RunFailure {
    RunFailure(.resource, "cannot write `{{ \(program) }}`: \(reason)")
  }
}
