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

  private static let fields: [String: [String]] = [
    "worker_info": ["index", "kind", "stage", "restarts"],
    "stage_status": ["active_workers", "done", "last", "in", "out", "failed"],
  ]

  init(_ place: Place = .element) {
    self.place = place
  }

  /// Whether texts may be templates here that are literal elsewhere.
  var isResource: Bool { if case .resource = place { true } else { false } }

  /// Refuses a path into the element where there is none.
  func checkElement(_ range: Range<Int>) throws(TemplateProblem) {
    switch place {
    case .element: return
    case .onDone:
      throw TemplateProblem(
        message: "there is no element in `on_done`, which runs after the last one",
        range: range,
        help: "the variables here are \(Wording.list(known))"
      )
    case .resource:
      throw TemplateProblem(
        message: "there is no element when a resource is started",
        range: range,
        help: "its arguments may use `$worker_info`"
      )
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
  ) throws(TemplateProblem) {
    if case .resource(let isShared) = place { try checkResource(variable, name, isShared) }
    switch variable {
    case "element_index":
      if case .onDone = place { try checkElement(name) }
      try checkIndex(path, fields)
    case "env": try checkEnvironment(path, name.lowerBound..<fields.upperBound)
    case "stage_status":
      guard case .onDone = place else {
        throw TemplateProblem(message: "`$stage_status` is known only in `on_done`", range: name)
      }
      try checkFields(variable, path, name, fields)
    case "worker_info": try checkFields(variable, path, name, fields)
    default:
      if isOpen || resources.contains(variable) { return }
      throw TemplateProblem(
        message: "there is no variable `$\(variable)`",
        range: name,
        help: Wording.choice("$" + variable, among: known, called: "variables")
      )
    }
  }

  /// The names of the variables here, without their `$`.
  var variableNames: [String] { known.map { String($0.dropFirst()) } }

  private var known: [String] {
    let started = resources.map { "$" + $0 }
    return switch place {
    case .element: ["$element_index", "$worker_info", "$env"] + started
    case .onDone: ["$worker_info", "$stage_status", "$env"] + started
    case .resource: ["$worker_info"]
    }
  }

  private func checkResource(_ variable: String, _ range: Range<Int>, _ isShared: Bool)
    throws(TemplateProblem)
  {
    if variable == "worker_info", !isShared { return }
    var help = isShared ? nil : "it may use `$worker_info`"
    if variable == "env" {
      help = "`${NAME}` without the outer braces is put in when the spec is read"
    }
    throw TemplateProblem(
      message: isShared
        ? "a resource with `scope: run` belongs to no worker, so it cannot use `$\(variable)`"
        : "an argument of a resource cannot use `$\(variable)`",
      range: range,
      help: help
    )
  }

  private func checkIndex(_ path: [Template.PathKey], _ range: Range<Int>) throws(TemplateProblem) {
    switch path.first {
    case nil: return
    case .position where path.count == 1: return
    default:
      throw TemplateProblem(
        message: "`$element_index` has no fields",
        range: range,
        help: "it is a list of numbers: `$element_index[0]` is the position in the source"
      )
    }
  }

  private func checkEnvironment(_ path: [Template.PathKey], _ range: Range<Int>)
    throws(TemplateProblem)
  {
    if path.count == 1, case .name = path[0] { return }
    throw TemplateProblem(
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
  ) throws(TemplateProblem) {
    var fields = Self.fields[variable] ?? []
    // Only who speaks for a worker that is gone can know.
    if case .onDone = place, variable == "worker_info" { fields.append("lost") }
    switch (path.first, path.count) {
    case (.name(let field), 1) where fields.contains(field): return
    case (.name(let field), _):
      throw TemplateProblem(
        message: "`$\(variable)` has no field `\(field)`",
        range: range,
        help: Wording.choice(field, among: fields, called: "fields")
      )
    default:
      throw TemplateProblem(
        message: "`$\(variable)` needs one of its fields",
        range: name.lowerBound..<range.upperBound,
        help: "the fields are \(Wording.list(fields))"
      )
    }
  }
}
