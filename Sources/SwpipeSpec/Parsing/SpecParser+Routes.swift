import SwpipeCore

extension SpecParser {
  private static let routeForm = "`{large: .amount > 50, small: otherwise}`"

  /// Reads the ways of a `route` into its stage.
  func readRoutes(_ entry: SpecEntry, _ entries: [SpecEntry], _ stage: inout StageSpec) {
    stage.headSpan = entry.keySpan
    if let with = entries.first(where: { $0.key == "with" }) {
      findings.error(
        .conflictingKeys,
        "a `route` has no `with`",
        at: with.keySpan,
        help: "its routes stand under it: `route: \(Self.routeForm.dropFirst())"
      )
    }
    guard let named = mapping(entry.value, for: entry.key, form: Self.routeForm) else { return }
    guard !named.isEmpty, named.count <= RoutePlan.most else {
      findings.error(
        named.isEmpty ? .wrongShape : .outOfRange,
        named.isEmpty
          ? "`route` has no routes" : "a `route` has at most \(RoutePlan.most) routes",
        at: entry.value.span.range.isEmpty ? entry.keySpan : entry.value.span,
        help: "such as \(Self.routeForm)"
      )
      return
    }
    let routes = named.map(route)
    guard routes.allSatisfy({ $0 != nil }) else { return }
    stage.routes = routes.compactMap(\.self)
    guard areReachable(stage.routes) else { return }
    stage.work = .transform(
      .route,
      ComponentSpec(
        name: Operator.route.rawValue,
        nameSpan: entry.keySpan,
        arguments: .named(stage.routes.compactMap(\.argument))
      )
    )
  }

  private func route(_ entry: SpecEntry) -> RouteSpec? {
    var route = RouteSpec(name: entry.key, nameSpan: entry.keySpan)
    guard checkId(entry.key, at: entry.keySpan) else { return nil }
    switch entry.value.content {
    case .unknown: return nil
    case .scalar: return condition(entry.value, entry, &route) ? route : nil
    case .list:
      findings.error(
        .wrongShape,
        "the route `\(entry.key)` needs a condition, not a list",
        at: entry.value.span,
        help: "such as `\(entry.key): .amount > 50`",
        related: entry.value.related
      )
      return nil
    case .mapping(let entries):
      let known = SpecKey.names(in: .route)
      guard entries.allSatisfy({ known.contains($0.key) }) else {
        notARoute(entries, of: entry)
        return nil
      }
      if let discard = entries.first(where: { $0.key == "discard" }) {
        guard let flag = reader.boolean(discard.value, for: "discard") else { return nil }
        route.isDiscarded = flag
      }
      guard let when = entries.first(where: { $0.key == "when" }) else {
        findings.error(
          .wrongShape,
          "the route `\(entry.key)` has no condition",
          at: entry.keySpan,
          help: "add `when: CONDITION`, or `when: otherwise`"
        )
        return nil
      }
      return condition(when.value, entry, &route) ? route : nil
    }
  }

  /// Reports a mapping in the place of a route that is none.
  private func notARoute(_ entries: [SpecEntry], of entry: SpecEntry) {
    // A key that is nearly one was meant as one; else the braces are most likely those of a program.
    guard entries.allSatisfy({ meant(by: $0.key, in: .route) == nil }) else {
      return checkKeys(entries, in: .route)
    }
    findings.error(
      .wrongShape,
      "the route `\(entry.key)` is neither a condition nor a mapping with `when`",
      at: entry.value.span,
      help:
        "write `\(entry.key): CONDITION` or `\(entry.key): {when: CONDITION, discard: true}`; a "
        + "condition that begins with `{` needs quotes",
      related: entry.value.related
    )
  }

  /// Reads what says which elements take a route; false where that could not be read.
  private func condition(_ node: SpecNode, _ entry: SpecEntry, _ route: inout RouteSpec) -> Bool {
    guard case .scalar(let scalar) = node.content else {
      if case .unknown = node.content { return false }
      findings.error(
        .wrongShape,
        "the condition of the route `\(entry.key)` is a program in jq's language, "
          + "not \(node.description)",
        at: node.span,
        help: "a program that begins with `{` or `[` needs quotes",
        related: node.related
      )
      return false
    }
    guard !node.isNull, !scalar.text.allSatisfy(\.isWhitespace) else {
      findings.error(
        .wrongShape,
        "the route `\(entry.key)` has no condition",
        at: node.span.range.isEmpty ? entry.keySpan : node.span,
        help: "such as `\(entry.key): .amount > 50` or `\(entry.key): otherwise`; "
          + "a condition with a comma needs quotes between braces",
        related: node.related
      )
      return false
    }
    if scalar.text == RoutePlan.otherwise {
      route.isOtherwise = true
    } else {
      route.condition = node
    }
    return true
  }

  /// Whether every route can be taken; reports those behind `otherwise`.
  private func areReachable(_ routes: [RouteSpec]) -> Bool {
    guard let index = routes.firstIndex(where: \.isOtherwise), index + 1 < routes.count else {
      return true
    }
    findings.error(
      .unreachableRoute,
      "the route `\(routes[index + 1].name)` stands behind `otherwise`, which takes every element",
      at: routes[index + 1].nameSpan,
      help: "put `\(routes[index].name)` last",
      related: [
        Diagnostic.Related(span: routes[index].nameSpan, message: "`otherwise` stands here")
      ]
    )
    return false
  }
}
