extension Parameter where Value == String {
  /// A text; required where there is no default.
  package static func text(_ name: String, default value: String? = nil, _ help: String) -> Self {
    .word(name, .text, value, help)
  }

  /// A regular expression; required.
  package static func pattern(_ name: String, _ help: String) -> Self {
    .word(name, .pattern, nil, help)
  }

  /// A program in jq's language; required.
  ///
  /// Validation compiles it and says what is wrong, and where; a transform makes an
  /// `ElementExpression` of the text. Required where there is no default.
  package static func expression(
    _ name: String,
    default value: String? = nil,
    _ help: String
  ) -> Self {
    .word(name, .expression, value, help)
  }

  /// One of some words; required where there is no default.
  package static func choice(
    _ name: String,
    of words: [String],
    default value: String? = nil,
    _ help: String
  ) -> Self {
    .word(name, .choice(words), value, help)
  }

  /// A path of a file; required.
  package static func file(_ name: String, _ help: String) -> Self {
    .word(name, .file, nil, help)
  }

  private static func word(
    _ name: String,
    _ type: ParameterType,
    _ value: String?,
    _ help: String
  ) -> Self {
    .make(name, type, value.map { .text($0) }, help) { argument in
      if case .text(let text) = argument { text } else { nil }
    }
  }
}

extension Parameter where Value == Bool {
  /// `true` or `false`, with a default.
  package static func boolean(_ name: String, default value: Bool, _ help: String) -> Self {
    .make(name, .boolean, .boolean(value), help) { argument in
      if case .boolean(let flag) = argument { flag } else { nil }
    }
  }
}

extension Parameter where Value == Int64 {
  /// A whole number; required where there is no default.
  package static func integer(
    _ name: String,
    in bounds: ClosedRange<Int64> = .min ... .max,
    default value: Int64? = nil,
    _ help: String
  ) -> Self {
    .make(name, .integer(bounds), value.map { .integer($0) }, help) { argument in
      if case .integer(let number) = argument { number } else { nil }
    }
  }
}

extension Parameter where Value == Number {
  /// A number, integer or not; required where there is no default.
  package static func number(
    _ name: String,
    in bounds: ClosedRange<Double> = -.infinity ... .infinity,
    default value: Number? = nil,
    _ help: String
  ) -> Self {
    let argument: Argument? = value.map { value in
      switch value {
      case .integer(let number): .integer(number)
      case .double(let number): .number(number)
      }
    }
    return .make(name, .number(bounds), argument, help) { argument in
      switch argument {
      case .integer(let number): .integer(number)
      case .number(let number): .double(number)
      default: nil
      }
    }
  }
}

extension Parameter where Value == Duration {
  /// A duration; required where there is no default.
  package static func duration(
    _ name: String,
    default value: Duration? = nil,
    _ help: String
  ) -> Self {
    .make(name, .duration, value.map { .duration($0.nanoseconds) }, help) { argument in
      if case .duration(let nanoseconds) = argument { .nanoseconds(nanoseconds) } else { nil }
    }
  }
}

extension Parameter where Value == ByteSize {
  /// A number of bytes; required where there is no default.
  package static func size(_ name: String, default value: ByteSize? = nil, _ help: String) -> Self {
    .make(name, .size, value.map { .size($0.bytes) }, help) { argument in
      if case .size(let bytes) = argument { ByteSize(bytes: bytes) } else { nil }
    }
  }
}

extension Parameter where Value == Template {
  /// A text with `{{ … }}` in it; required where there is no default.
  package static func template(
    _ name: String,
    default value: Template? = nil,
    _ help: String
  ) -> Self {
    .make(name, .template, value.map { .template($0) }, help) { argument in
      if case .template(let template) = argument { template } else { nil }
    }
  }
}

extension Parameter where Value == [Template.PathKey] {
  /// A place in an element, such as `.user.id`; no keys is the whole element.
  ///
  /// Required where there is no default.
  package static func path(
    _ name: String,
    default value: [Template.PathKey]? = nil,
    _ help: String
  ) -> Self {
    .make(name, .path, value.map { .path($0) }, help) { argument in
      if case .path(let keys) = argument { keys } else { nil }
    }
  }
}

extension Parameter where Value == [[Template.PathKey]] {
  /// A list of places in an element; a single one stands for a list of one.
  ///
  /// Required.
  package static func paths(_ name: String, _ help: String) -> Self {
    .make(name, .list(.path), nil, help) { argument in
      guard case .list(let items) = argument else { return nil }
      return items.compactMap { item in
        if case .path(let keys) = item { keys } else { nil }
      }
    }
  }
}

extension Parameter where Value == [String] {
  /// A list of texts; one text stands for a list of one.
  ///
  /// Required where there is no default.
  package static func texts(
    _ name: String,
    of type: ParameterType = .text,
    default value: [String]? = nil,
    _ help: String
  ) -> Self {
    .make(name, .list(type), value.map { .list($0.map { .text($0) }) }, help) { argument in
      guard case .list(let items) = argument else { return nil }
      return items.compactMap { item in
        if case .text(let text) = item { text } else { nil }
      }
    }
  }
}

extension Parameter where Value == SwpipeCore.Value {
  /// Any value; required where there is no default.
  package static func value(
    _ name: String,
    default value: SwpipeCore.Value? = nil,
    _ help: String
  ) -> Self {
    .make(name, .value, value.map { .value($0) }, help) { argument in
      if case .value(let value) = argument { value } else { nil }
    }
  }
}

extension Parameter where Value == [SwpipeCore.Value] {
  /// A list of any values; required.
  package static func values(_ name: String, _ help: String) -> Self {
    .make(name, .list(.value), nil, help) { argument in
      guard case .list(let items) = argument else { return nil }
      return items.compactMap { item in
        if case .value(let value) = item { value } else { nil }
      }
    }
  }
}

extension Parameter {
  /// The same parameter where the spec may also leave it out.
  package static func optional<Wrapped>(_ parameter: Parameter<Wrapped>) -> Self
  where Value == Wrapped? {
    var info = parameter.info
    info.isRequired = false
    return Self(info) { argument in
      guard let argument else { return .some(nil) }
      return parameter.value(of: argument).map { .some($0) }
    }
  }

  private static func make(
    _ name: String,
    _ type: ParameterType,
    _ value: Argument?,
    _ help: String,
    decode: @escaping @Sendable (Argument) -> Value?
  ) -> Self {
    Self(
      ParameterInfo(
        name: name,
        type: type,
        defaultArgument: value,
        isRequired: value == nil,
        help: help
      )
    ) { argument in
      argument.flatMap(decode)
    }
  }
}
