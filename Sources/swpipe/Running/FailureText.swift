internal import SwpipeCore

/// What stopped a run, in lines for a person.
struct FailureText {
  let plan: Plan
  private let paint: Paint

  init(plan: Plan, colour: Bool = StandardError.showsColour) {
    self.plan = plan
    paint = Paint(isOn: colour)
  }

  /// The message, then a line for each thing that is known of where it happened.
  func render(_ failure: RunFailure) -> String {
    var text = paint.error("error") + ": "
    let subject = failure.stage.map { "\(role(of: $0)) `\($0)`: " } ?? ""
    // What follows the first line, a plugin's traceback for one, keeps its own lines.
    let lines = failure.message.split(separator: "\n").map { Printable.line(String($0)) }
    text += paint.title(Printable.line(subject) + (lines.first ?? "")) + "\n"
    for line in lines.dropFirst() { text += line.hasPrefix(" ") ? "  \(line)\n" : "    \(line)\n" }
    if let excerpt = failure.excerpt {
      // Some characters take two columns.
      let width = excerpt.before.reduce(0) { $0 + DisplayWidth.of($1) }
      text += "  \(excerpt.before)\(excerpt.after)\n"
      text += "  " + String(repeating: " ", count: width) + paint.error("^") + "\n"
    }
    var facts: [(String, String)] = []
    if let index = failure.elementIndex { facts.append(("element_index", index.description)) }
    if let worker = failure.worker {
      facts.append(("worker", "\(worker.index) (\(worker.kind.rawValue))"))
    }
    if let input = failure.input { facts.append(("input", FailureText.place(input))) }
    if let place = failure.place { facts.append(("spec", place.description)) }
    for (name, value) in facts {
      text += "  " + paint.aside(name) + ": " + Printable.line(value) + "\n"
    }
    if let help = failure.help { text += paint.help("help") + ": " + Printable.line(help) + "\n" }
    return text
  }

  private func role(of id: String) -> String {
    if plan.stages.contains(where: { $0.id == id }) { return "stage" }
    return plan.sources.contains { $0.id == id } ? "source" : "sink"
  }

  /// A place in an input as messages have it.
  static func place(_ input: InputPlace) -> String {
    guard let line = input.line else { return input.file }
    return input.isExact ? "\(input.file):\(line)" : "\(input.file), about line \(line)"
  }
}
