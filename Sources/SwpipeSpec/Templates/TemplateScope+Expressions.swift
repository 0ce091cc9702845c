import SwpipeCore
import SwpipeJQ

extension TemplateScope {
  /// The variables of an expression here.
  var variables: JQVariables {
    // In one order, whatever that of `on_start`, so that workers find what was compiled here.
    var variables = JQVariables(names.sorted())
    variables.isOpen = isOpen
    variables.fields = fieldNames
    for name in Self.variables + ["env"] where !variables.names.contains(name) {
      variables.elsewhere[name] = reason(against: name)
    }
    return variables
  }

  /// All that is wrong with an expression here, in the order of its text.
  func problems(of program: String) -> [JQProblem] {
    do throws(JQProgram.Problems) {
      let variables = variables
      if variables.isOpen {
        _ = try JQProgram.compile(program, variables: variables)
      } else {
        _ = try JQProgram.shared(program, variables: variables)
      }
    } catch {
      return error.problems
    }
    guard let noElement, let range = JQProgram.inputUse(program) else { return [] }
    return [JQProblem(range: range, message: noElement.message, help: noElement.help)]
  }

  private func reason(against variable: String) -> String {
    switch place {
    case .resource(let isShared): Self.notForResource(variable, isShared)
    case .onDone: "there is no element in `on_done`, which runs after the last one"
    case .element: "`$\(variable)` is known only in `on_done`"
    }
  }
}
