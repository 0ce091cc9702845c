import SwpipeCore
import SwpipeJQ
import Testing

/// A program, an input, and the outputs, of which the last may be `error: ` and a message.
struct LanguageCase: Sendable, CustomTestStringConvertible {
  let program: String
  let input: String
  let outputs: [String]

  init(_ program: String, _ input: String, _ outputs: [String]) {
    self.program = program
    self.input = input
    self.outputs = outputs
  }

  var testDescription: String { program }

  /// The program gives the outputs, bare and as the values of an array.
  func check() {
    let seen = Run.outputs(program, input)
    #expect(seen == outputs, "\(program) on \(input)")
    // Without an error the same values come out when the program is a part of another one.
    if !outputs.contains(where: { $0.hasPrefix("error: ") }), !program.hasPrefix("def ") {
      let wrapped = Run.outputs("[\(program)] | .[]", input)
      #expect(wrapped == outputs, "[\(program)] on \(input)")
    }
  }
}

/// Runs programs as a worker does.
enum Run {
  /// All outputs as JSON on one line each; an error is the last one.
  static func outputs(
    _ program: String,
    _ input: String = "null",
    memoryLimit: Int = JQMachine.memoryLimit
  ) -> [String] {
    do throws(JQProgram.Problems) {
      let program = try JQProgram.compile(program, variables: ["element_index"])
      return outputs(JQMachine(program, memoryLimit: memoryLimit), input)
    } catch {
      return error.problems.map { "problem: \($0.message)" }
    }
  }

  static func outputs(_ machine: JQMachine, _ input: String, most: Int = 100_000) -> [String] {
    var outputs: [String] = []
    var text = input
    text.withUTF8 { bytes in
      do throws(JSONProblem) {
        try machine.begin(json: bytes)
      } catch {
        outputs.append("invalid at \(error.offset): \(error.reason)")
        return
      }
      while outputs.count < most {
        switch machine.next() {
        case .output:
          switch machine.json() {
          case .success(let json): outputs.append(String(decoding: json, as: UTF8.self))
          case .failure(let failure):
            outputs.append("error: \(failure.message)")
            return
          }
        case .done: return
        case .failed(let failure):
          outputs.append("error: \(failure.message)")
          return
        case .stopped:
          outputs.append("stopped")
          return
        }
      }
    }
    return outputs
  }

  /// The problems of a program that does not compile.
  static func problems(_ program: String, use: JQProgram.Use = .values) -> [JQProblem] {
    do throws(JQProgram.Problems) {
      return try JQProgram.compile(program, variables: ["element_index"], use: use).warnings
    } catch {
      return error.problems
    }
  }
}
