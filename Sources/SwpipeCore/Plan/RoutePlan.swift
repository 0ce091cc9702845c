/// One of the ways of a stage that routes.
package struct RoutePlan: Hashable, Sendable {
  package var name: String
  /// A program in jq's language; nil takes what no route before it takes.
  package var condition: String?
  /// Whether its elements go nowhere.
  package var isDiscarded: Bool

  package init(name: String, condition: String?, isDiscarded: Bool = false) {
    self.name = name
    self.condition = condition
    self.isDiscarded = isDiscarded
  }

  /// The word in the place of a condition.
  package static let otherwise = "otherwise"
  /// The most that one stage may have; the number of a way has to fit into a `UInt16`.
  package static let most = 1000
  /// The parameter that holds the programs, one for each route; `otherwise` has none, and is last.
  package static let conditions = "conditions"
  private static let names = "names"
  private static let discarded = "discarded"

  /// The arguments that carry the routes of a stage, in their order.
  package static func arguments(_ routes: [RoutePlan]) -> Arguments {
    Arguments([
      names: .list(routes.map { .text($0.name) }),
      discarded: .list(routes.map { .boolean($0.isDiscarded) }),
      conditions: .list(routes.compactMap { route in route.condition.map { .text($0) } }),
    ])
  }

  /// The routes that arguments carry; none for the arguments of anything else.
  package static func routes(_ arguments: Arguments) -> [RoutePlan] {
    guard case .list(let names)? = arguments.values[names],
      case .list(let discarded)? = arguments.values[discarded],
      case .list(let conditions)? = arguments.values[conditions]
    else { return [] }
    return names.indices.compactMap { index in
      guard case .text(let name) = names[index] else { return nil }
      var route = RoutePlan(name: name, condition: nil)
      if discarded.indices.contains(index), discarded[index] == .boolean(true) {
        route.isDiscarded = true
      }
      if conditions.indices.contains(index), case .text(let text) = conditions[index] {
        route.condition = text
      }
      return route
    }
  }
}

extension StagePlan {
  /// The ways of a stage that routes, in their order; none for any other.
  package var routes: [RoutePlan] {
    guard case .transform(_, .route, let arguments, _) = work else { return [] }
    return RoutePlan.routes(arguments)
  }

  /// What a reader of one of its routes names.
  package func input(ofRoute name: String) -> String { "\(id).\(name)" }
}
