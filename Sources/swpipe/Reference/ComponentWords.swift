internal import SwpipeCore

/// Words for what a component is, which explain and the reference pages share.
struct ComponentWords {
  let definition: Definition

  /// `transform`, `source` and so on.
  var role: String {
    switch definition.role {
    case .transform: "transform"
    case .source: "source"
    case .sink: "sink"
    case .resource: "resource"
    case .action: "action"
    }
  }

  /// The operators of a transform; nil for what is none.
  var operators: String? {
    guard case .transform(let role) = definition.role else { return nil }
    return role.operators.map(\.rawValue).joined(separator: ", ")
  }

  /// Sentences on element types, workers and time, one each.
  var traits: [String] {
    guard case .transform(let role) = definition.role else { return [] }
    var traits = ["Operators: \(operators ?? "").", types(role)]
    if role.needsOneWorker {
      traits.append("Has to see all elements, so its stage has one worker.")
    } else if role.keeps == .history {
      traits.append("Keeps a state from one element to the next, for each worker.")
    }
    switch role.waiting {
    case .computes: break
    case .blocks: traits.append("May block its worker.")
    case .awaits: traits.append("Waits without holding up others on task workers.")
    }
    return traits
  }

  private func types(_ role: TransformRole) -> String {
    let takes = role.accepts == .any ? "text and json" : role.accepts.rawValue
    let isFilter = role.operators == [.filter]
    switch role.gives {
    case _ where isFilter: return "Takes \(takes)."
    case .same: return "Takes \(takes), gives the same."
    case .text, .json: return "Takes \(takes), gives \(role.gives.rawValue)."
    }
  }
}
