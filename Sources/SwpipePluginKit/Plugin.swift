internal import CSwpipePlugin
internal import Synchronization

/// What a plugin offers.
///
/// The plugin says it in the one function that it exports itself:
///
/// ```swift
/// @c(swpipe_plugin_offer)
/// public func offer() {
///   Plugin.offer(Slug.self, Ngrams.self)
/// }
/// ```
public enum Plugin {
  private static let offered = Mutex<[any Transform.Type]>([])

  /// Adds transforms to what the plugin offers.
  public static func offer(_ transforms: any Transform.Type...) {
    offered.withLock { $0 += transforms }
  }

  /// All that it offers; asked for once.
  static let transforms: [any Transform.Type] = {
    swpipe_plugin_offer()
    return offered.withLock { $0 }
  }()

  /// The manifest, JSON.
  static var manifest: String {
    JSON.object(["\"transforms\": \(JSON.list(transforms.map { $0.json }))"])
  }

  /// Makes the state of a worker.
  static func worker(_ name: String, _ start: Start) throws -> Worker {
    guard let transform = transforms.first(where: { $0.name == name }) else {
      throw Failure("the plugin has no transform `\(name)`")
    }
    return try transform.worker(start)
  }
}

extension Transform {
  fileprivate static func worker(_ start: Start) throws -> Worker {
    try TransformWorker<Self>(start)
  }

  /// A member of a manifest's `transforms`.
  fileprivate static var json: String {
    let operators = JSON.list(operators.map { JSON.text($0.rawValue) })
    var members = [
      "\"name\": \(JSON.text(name))", "\"summary\": \(JSON.text(summary))",
      "\"operators\": \(operators)", "\"takes\": \(JSON.text(takes.rawValue))",
      "\"gives\": \(JSON.text(gives == .any ? "same" : gives.rawValue))",
      "\"parameters\": \(JSON.list(parameters.map(\.json)))",
      "\"resources\": \(JSON.list(resources.map(\.json)))",
      "\"element_index\": \(needsElementIndex)", "\"one_worker\": \(needsOneWorker)",
      "\"keeps_state\": \(keepsState)", "\"thread_safe\": \(isThreadSafe)",
      "\"blocks\": \(blocks)",
    ]
    if !details.isEmpty { members.append("\"details\": \(JSON.text(details))") }
    return JSON.object(members)
  }
}

extension ResourceInfo {
  fileprivate var json: String {
    JSON.object([
      "\"name\": \(JSON.text(name))", "\"type\": \(JSON.text(type))", "\"optional\": \(isOptional)",
    ])
  }
}
