extension SpecKey {
  private static let routeExample = """
    source: {stdin: {format: jsonl}}
    stages:
      - route:
          noise: {when: .level == "debug", discard: true}
          rest: otherwise
      - {map: .message, from: route.rest}

    """

  /// The keys of a route that is more than its condition.
  static let routeKeys = [
    SpecKey(
      "when",
      in: .route,
      form: .text,
      elsewhere: ["if", "where", "condition", "test", "expr", "expression"],
      "The program in jq's language that says which elements take the route, or `otherwise`",
      example: routeExample
    ),
    SpecKey(
      "discard",
      in: .route,
      form: .boolean,
      usual: "false",
      elsewhere: ["drop", "ignore", "skip"],
      "Whether the elements that take the route are dropped; they count as filtered",
      example: routeExample
    ),
  ]
}
