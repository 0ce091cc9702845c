extension Catalog {
  /// The source of a spec that names none.
  package var defaultSource: Definition {
    Self.only(sources, "a default source") {
      if case .source(let role) = $0 { role.isDefault } else { false }
    }
  }

  /// The source that paths on the command line make.
  package var pathSource: Definition {
    Self.only(sources, "a source of paths") {
      if case .source(let role) = $0 { role.pathList != nil } else { false }
    }
  }

  /// The sink of a spec that names none.
  package var defaultSink: Definition {
    Self.only(sinks, "a default sink") {
      if case .sink(let role) = $0 { role.isDefault } else { false }
    }
  }

  /// The sink that `null` means.
  package var discardingSink: Definition {
    Self.only(sinks, "a sink that discards all") {
      if case .sink(let role) = $0 { role.discardsAll } else { false }
    }
  }

  /// The transform that makes JSON of text; nil if there is none.
  package var jsonParser: Definition? {
    transforms.values.filter {
      if case .transform(let role) = $0.role { role.parsesJSON } else { false }
    }.min { $0.name < $1.name }
  }

  /// The transform that a program in the place of a name means; nil if there is none.
  package var programTransform: Definition? {
    transforms.values.filter {
      if case .transform(let role) = $0.role { role.takesPrograms } else { false }
    }.min { $0.name < $1.name }
  }

  /// The first by name, where several say that they have a part; none is a bug.
  private static func only(
    _ definitions: [String: Definition],
    _ part: String,
    where hasPart: (Definition.Role) -> Bool
  ) -> Definition {
    let found = definitions.values.filter { hasPart($0.role) }.min { $0.name < $1.name }
    guard let found else { preconditionFailure("the catalog holds no \(part)") }
    return found
  }
}
