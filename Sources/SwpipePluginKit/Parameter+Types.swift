extension Parameter where Value == String {
  /// A text.
  public static func text(_ name: String, default value: String? = nil, help: String) -> Parameter {
    Parameter(name, "text", default: value.map { JSON.text($0) }, help: help) { $0.text }
  }

  /// A text that is a path.
  public static func file(_ name: String, default value: String? = nil, help: String) -> Parameter {
    Parameter(name, "file", default: value.map { JSON.text($0) }, help: help) { $0.text }
  }

  /// A text that is a regular expression in PCRE2's syntax, which validate compiles.
  public static func pattern(_ name: String, default value: String? = nil, help: String)
    -> Parameter
  {
    Parameter(name, "pattern", default: value.map { JSON.text($0) }, help: help) { $0.text }
  }

  /// One of some words.
  public static func choice(
    _ name: String,
    _ choices: [String],
    default value: String? = nil,
    help: String
  ) -> Parameter {
    Parameter(
      name,
      "choice",
      default: value.map { JSON.text($0) },
      help: help,
      details: ["\"choices\": \(JSON.list(choices.map { JSON.text($0) }))"]
    ) { $0.text }
  }

  /// Any value of YAML, as JSON; so is the default.
  public static func json(_ name: String, default value: String? = nil, help: String) -> Parameter {
    Parameter(name, "value", default: value, help: help) { $0.text }
  }
}

extension Parameter where Value == Bool {
  /// `true` or `false`.
  public static func boolean(_ name: String, default value: Bool? = nil, help: String) -> Parameter
  {
    Parameter(name, "boolean", default: value.map { "\($0)" }, help: help) { $0.integer != 0 }
  }
}

extension Parameter where Value == Int {
  /// A whole number within bounds.
  public static func integer(
    _ name: String,
    in bounds: ClosedRange<Int> = .min ... .max,
    default value: Int? = nil,
    help: String
  ) -> Parameter {
    var details: [String] = []
    if bounds.lowerBound != .min { details.append("\"minimum\": \(bounds.lowerBound)") }
    if bounds.upperBound != .max { details.append("\"maximum\": \(bounds.upperBound)") }
    return Parameter(
      name,
      "integer",
      default: value.map { "\($0)" },
      help: help,
      details: details
    ) { Int($0.integer) }
  }

  /// A number of bytes, which a spec writes with its unit; so is the default: `64KiB`.
  public static func size(_ name: String, default value: String? = nil, help: String) -> Parameter {
    Parameter(name, "size", default: value.map { JSON.text($0) }, help: help) { Int($0.integer) }
  }
}

extension Parameter where Value == Double {
  /// A number within bounds.
  public static func number(
    _ name: String,
    in bounds: ClosedRange<Double> = -.infinity ... .infinity,
    default value: Double? = nil,
    help: String
  ) -> Parameter {
    var details: [String] = []
    if bounds.lowerBound.isFinite { details.append("\"minimum\": \(bounds.lowerBound)") }
    if bounds.upperBound.isFinite { details.append("\"maximum\": \(bounds.upperBound)") }
    return Parameter(
      name,
      "number",
      default: value.map { "\($0)" },
      help: help,
      details: details
    ) { $0.number }
  }
}

extension Parameter where Value == Duration {
  /// A time, which a spec writes with its unit; so is the default: `1m30s`.
  public static func duration(_ name: String, default value: String? = nil, help: String)
    -> Parameter
  {
    Parameter(name, "duration", default: value.map { JSON.text($0) }, help: help) {
      .nanoseconds($0.integer)
    }
  }
}
