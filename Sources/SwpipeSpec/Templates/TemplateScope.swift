import SwpipeCore

/// What the expressions of a template may look at where it stands.
struct TemplateScope: Sendable {
  enum Place: Sendable {
    /// An argument of a transform, written for each element.
    case element
    /// An argument of an action, written once by each worker.
    case onDone
    /// An argument of a resource, written when it is started; by no worker where all share one.
    case resource(isShared: Bool)
  }

  var place = Place.element
  /// The names of the stage's `on_start`.
  var resources: [String] = []
  /// Whether there are more of them that could not be read.
  var isOpen = false

  /// The variables of the language, whatever the place, but for `env`, which has any fields.
  static let variables = ["element_index", "worker_info", "stage_status"]

  /// The fields of the variables that have some.
  var fieldNames: [String: [String]] {
    var fields = Self.fields
    // Only who speaks for a worker that is gone can know.
    if case .onDone = place { fields["worker_info", default: []].append("lost") }
    return fields
  }

  private static let fields: [String: [String]] = [
    "worker_info": ["index", "kind", "stage", "restarts"],
    "stage_status": ["active_workers", "done", "last", "in", "out", "failed"],
  ]

  init(_ place: Place = .element) {
    self.place = place
  }

  /// Whether texts may be templates here that are literal elsewhere.
  var isResource: Bool { if case .resource = place { true } else { false } }

  /// What is wrong with a path into the element where there is none; nil where there is one.
  func elementProblem(_ range: Range<Int>) -> TemplateProblem? {
    noElement.map { TemplateProblem(message: $0.message, range: range, help: $0.help) }
  }

  /// Why there is no element here.
  var noElement: (message: String, help: String)? {
    switch place {
    case .element: nil
    case .onDone:
      (
        "there is no element in `on_done`, which runs after the last one",
        "the variables here are \(Wording.list(known))"
      )
    case .resource:
      ("there is no element when a resource is started", "its arguments may use `$worker_info`")
    }
  }

  /// Refuses a variable that is not known here, or fields that it has not.
  ///
  /// `name` and `fields` are where the `$name` and what follows it stand.
  func check(
    _ variable: String,
    _ path: [Template.PathKey],
    name: Range<Int>,
    fields: Range<Int>
  ) throws(TemplateProblem.List) {
    if case .resource(let isShared) = place { try checkResource(variable, name, isShared) }
    switch variable {
    case "element_index":
      if let problem = elementProblem(name) { throw TemplateProblem.List(problems: [problem]) }
      try checkIndex(path, fields)
    case "env": try checkEnvironment(path, name.lowerBound..<fields.upperBound)
    case "stage_status":
      guard case .onDone = place else {
        throw Self.problem(message: "`$stage_status` is known only in `on_done`", range: name)
      }
      try checkFields(variable, path, name, fields)
    case "worker_info": try checkFields(variable, path, name, fields)
    default:
      if isOpen || resources.contains(variable) { return }
      throw Self.problem(
        message: "there is no variable `$\(variable)`",
        range: name,
        help: Wording.choice("$" + variable, among: known, called: "variables")
      )
    }
  }

  /// The names of the variables here.
  var known: [String] { names.map { "$" + $0 } }

  /// The same without the `$`, those of resources last.
  var names: [String] {
    switch place {
    case .element: ["element_index", "worker_info", "env"] + resources
    case .onDone: ["worker_info", "stage_status", "env"] + resources
    case .resource(let isShared): isShared ? [] : ["worker_info"]
    }
  }

  private func checkResource(_ variable: String, _ range: Range<Int>, _ isShared: Bool)
    throws(TemplateProblem.List)
  {
    if variable == "worker_info", !isShared { return }
    throw Self.problem(
      message: Self.notForResource(variable, isShared),
      range: range,
      help: variable == "env"
        ? "`${NAME}` without the outer braces is put in when the spec is read"
        : isShared ? nil : "it may use `$worker_info`"
    )
  }

  /// Why an argument of a resource cannot use a variable.
  static func notForResource(_ variable: String, _ isShared: Bool) -> String {
    isShared
      ? "a resource with `scope: run` belongs to no worker, so it cannot use `$\(variable)`"
      : "an argument of a resource cannot use `$\(variable)`"
  }

  private func checkIndex(_ path: [Template.PathKey], _ range: Range<Int>) throws(TemplateProblem
    .List)
  {
    switch path.first {
    case nil: return
    case .position where path.count == 1: return
    default:
      throw Self.problem(
        message: "`$element_index` has no fields",
        range: range,
        help: "it is a list of numbers: `$element_index[0]` is the position in the source"
      )
    }
  }

  private func checkEnvironment(_ path: [Template.PathKey], _ range: Range<Int>)
    throws(TemplateProblem.List)
  {
    if path.count == 1, case .name = path[0] { return }
    throw Self.problem(
      message: "`$env` needs the name of one variable",
      range: range,
      help: "as in `{{ $env.HOME }}`"
    )
  }

  private func checkFields(
    _ variable: String,
    _ path: [Template.PathKey],
    _ name: Range<Int>,
    _ range: Range<Int>
  ) throws(TemplateProblem.List) {
    let fields = fieldNames[variable] ?? []
    switch (path.first, path.count) {
    case (nil, _): return
    case (.name(let field), 1) where fields.contains(field): return
    case (.name(let field), _):
      throw Self.problem(
        message: "`$\(variable)` has no field `\(field)`",
        range: range,
        help: Wording.choice(field, among: fields, called: "fields")
      )
    default:
      throw Self.problem(
        message: "`$\(variable)` needs one of its fields",
        range: name.lowerBound..<range.upperBound,
        help: "the fields are \(Wording.list(fields))"
      )
    }
  }

  private static func problem(message: String, range: Range<Int>, help: String? = nil)
    -> TemplateProblem.List
  {
    TemplateProblem.List(problems: [TemplateProblem(message: message, range: range, help: help)])
  }
}
