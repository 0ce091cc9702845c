import SwpipeBuiltins
import SwpipeCore

/// Makes a source by its name, as the engine does.
func makeSource(
  _ name: String,
  _ arguments: [String: Argument],
  readiness: any Readiness = Unstopped(),
  places: InputPlaces = InputPlaces()
) throws(RunFailure) -> any Source {
  guard let definition = Builtins.sources.first(where: { $0.name == name }),
    case .source(let role) = definition.role
  else { preconditionFailure("there is no source \(name)") }
  return try role.make(
    Arguments(arguments),
    SourceContext(id: name, readiness: readiness, places: places, elementLimit: 1 << 30)
  )
}

/// Makes a sink by its name, as the engine does.
///
/// `log` takes what the sink has to say; `keepsEachElement` is true for dead letters.
func makeSink(
  _ name: String,
  _ arguments: [String: Argument],
  inputs: [String] = [],
  keepsEachElement: Bool = false,
  log: any LogWriter = KeptLog()
) throws(RunFailure) -> any Sink {
  guard let definition = Builtins.sinks.first(where: { $0.name == name }),
    case .sink(let role) = definition.role
  else { preconditionFailure("there is no sink \(name)") }
  return try role.make(
    Arguments(arguments),
    SinkContext(id: name, inputPaths: inputs, keepsEachElement: keepsEachElement, log: log)
  )
}

/// The problems that a definition's own check finds.
func problems(_ definition: Definition?, _ arguments: [String: Argument]) -> [String] {
  definition?.check(Arguments(arguments)).map(\.message) ?? []
}

extension Sink {
  /// Writes some texts.
  mutating func write(_ elements: [String], _ type: ElementType = .text) throws(SinkFailure) {
    if let batch = batch(elements.map { Array($0.utf8) }, type) {
      try write(Slice(batch, 0..<batch.count))
    }
  }
}
