private import SwpipeCore
private import Synchronization

extension JQProgram {
  private struct Key: Hashable {
    var text: String
    var variables: [String]
  }

  private static let known = Lock<[Key: JQProgram]>([:])

  /// The program of a text, compiled at its first use in the process and shared by all that run it.
  package static func shared(_ text: String, variables: JQVariables) throws(Problems) -> JQProgram {
    try known.withLock { known throws(Problems) in
      let key = Key(text: text, variables: variables.names)
      if let program = known[key] { return program }
      let program = try JQProgram.compile(text, variables: variables)
      known[key] = program
      return program
    }
  }
}
