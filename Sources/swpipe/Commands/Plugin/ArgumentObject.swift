internal import ArgumentParser
internal import SwpipeCore

/// Arguments by name, as an option takes them: one JSON object.
struct ArgumentObject: ExpressibleByArgument {
  let values: [String: Value]

  init(values: [String: Value]) {
    self.values = values
  }

  init?(argument: String) {
    guard case .mapping(let fields)? = try? JSONValueReader.value(of: Array(argument.utf8).span)
    else { return nil }
    values = Dictionary(fields.map { ($0.key, $0.value) }) { _, last in last }
  }

  var defaultValueDescription: String { "{}" }
}
