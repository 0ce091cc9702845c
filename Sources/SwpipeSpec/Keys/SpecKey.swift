/// A key of the spec's language: all that is known of it, for the parser, `explain`, the reference
/// page, and whatever else describes specs.
package struct SpecKey: Sendable {
  /// The mapping that a key stands in.
  package enum Place: String, CaseIterable, Hashable, Sendable {
    case spec
    case stage
    case defaults
    case onError = "on_error"
    case retry
    case limits
    case source
    case sink
    case resource
    case plugin
    case route

    /// The place in words: `a stage`.
    package var title: String {
      switch self {
      case .spec: "a spec"
      case .stage: "a stage"
      case .defaults: "`defaults`"
      case .onError: "`on_error`"
      case .retry: "`retry`"
      case .limits: "`limits`"
      case .source: "a source"
      case .sink: "a sink"
      case .resource: "a resource"
      case .plugin: "a plugin"
      case .route: "a route"
      }
    }
  }

  /// A word that may stand as the value of a key.
  package struct Word: Sendable {
    package let text: String
    /// One sentence without a full stop.
    package let summary: String
    /// A whole spec in which it stands.
    package let example: String
  }

  /// What may stand behind the key.
  package indirect enum Form: Sendable {
    case text
    /// A name of the user's choice.
    case id
    case boolean
    case integer(ClosedRange<Int64>)
    case duration
    case size
    case choice([Word])
    /// A component by its name, alone or with its arguments.
    case component(ComponentRole)
    /// A mapping whose keys stand in a place of their own.
    case keys(Place)
    /// A mapping of names to what stands behind each.
    case named(Form)
    case list(Form)
    case either([Form])
    /// The arguments of the component beside it.
    case arguments

    package enum ComponentRole: String, Sendable {
      case transform, source, sink, resource, action
    }
  }

  package let name: String
  package let places: [Place]
  package let form: Form
  /// What holds where the key is not there; nil where that is nothing.
  package let usual: String?
  /// One sentence without a full stop.
  package let summary: String
  /// More sentences, or nothing.
  package let help: String
  /// A whole spec that shows the key.
  package let example: String
  /// What the same thing is called elsewhere, for help where that was written.
  package let elsewhere: [String]

  init(
    _ name: String,
    in places: Place...,
    form: Form,
    usual: String? = nil,
    elsewhere: [String] = [],
    _ summary: String,
    help: String = "",
    example: String
  ) {
    self.name = name
    self.places = places
    self.form = form
    self.usual = usual
    self.elsewhere = elsewhere
    self.summary = summary
    self.help = help
    self.example = example
  }
}

extension SpecKey {
  /// All keys, in the order in which lists of them are shown.
  package static let all = topKeys + stageKeys + routeKeys + failureKeys + partKeys

  /// The keys that may stand in a place.
  package static func keys(in place: Place) -> [SpecKey] {
    all.filter { $0.places.contains(place) }
  }

  /// Whether a key may stand in a place; makes no list of them, because each start of a run asks.
  static func isKey(_ name: String, in place: Place) -> Bool {
    all.contains { $0.name == name && $0.places.contains(place) }
  }

  /// Their names.
  package static func names(in place: Place) -> [String] { keys(in: place).map(\.name) }
}

extension SpecKey.Form {
  /// What may stand there, in words: `a whole number from 1 to 100000`.
  package var text: String {
    switch self {
    case .text: "a text"
    case .id: "a name"
    case .boolean: "`true` or `false`"
    case .integer(let bounds):
      switch (bounds.lowerBound, bounds.upperBound) {
      case (let lower, .max): "a whole number, at least \(lower)"
      case (let lower, let upper) where lower == upper: "`\(lower)`"
      case (let lower, let upper): "a whole number from \(lower) to \(upper)"
      }
    case .duration: "a duration such as `1m30s`"
    case .size: "a size such as `512MiB`"
    case .choice(let words): Wording.list(words.map(\.text), joinedBy: "or")
    case .component(let component): "the name of a \(component.rawValue), or `{NAME: ARGUMENTS}`"
    case .keys(let place): "a mapping with \(Wording.list(SpecKey.names(in: place)))"
    case .named(let form): "a mapping of names, each with \(form.text)"
    case .list(let form): "a list, each entry \(form.text)"
    case .either(let forms): forms.map(\.text).joined(separator: ", or ")
    case .arguments: "a mapping of arguments"
    }
  }

  /// The words that may stand there.
  package var words: [SpecKey.Word] {
    switch self {
    case .choice(let words): words
    case .either(let forms): forms.flatMap(\.words)
    case .named(let form), .list(let form): form.words
    default: []
    }
  }

  /// The places of the keys of the mapping that may stand there.
  package var places: [SpecKey.Place] {
    switch self {
    case .keys(let place): [place]
    case .either(let forms): forms.flatMap(\.places)
    case .named(let form), .list(let form): form.places
    default: []
    }
  }
}
