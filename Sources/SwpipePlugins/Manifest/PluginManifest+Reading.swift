internal import SwpipeCore

extension PluginManifest {
  /// The versions of the protocol that swpipe speaks.
  package static let protocols = 1...1

  /// Reads a manifest, JSON, and checks all of it.
  ///
  /// Members that it does not know are passed over, so that a plugin may be newer.
  package static func read(_ json: [UInt8]) throws(ManifestProblem) -> PluginManifest {
    let value: Value
    do throws(JSONProblem) {
      try JSONScanner.check(json.span)
      value = try JSONValueReader.value(of: json.span)
    } catch {
      throw ManifestProblem(
        path: "",
        message: "it is no JSON: \(error.reason) at byte \(error.offset + 1)"
      )
    }
    let members = try ManifestNode(value: value, path: "").members()
    var manifest = PluginManifest()
    if let node = members["protocol"] {
      manifest.protocolVersion = try node.count()
      guard protocols.contains(manifest.protocolVersion) else {
        throw node.problem(
          "this swpipe speaks version \(protocols.upperBound), not \(manifest.protocolVersion)"
        )
      }
    }
    manifest.name = try members["name"]?.text()
    manifest.version = try members["version"]?.text()
    manifest.summary = try members["summary"]?.text()
    for file in try members["files"]?.items() ?? [] { manifest.files.append(try file.text()) }
    for warning in try members["warnings"]?.items() ?? [] {
      manifest.warnings.append(PluginLimits.text(try warning.text(), most: PluginLimits.excerpt))
    }
    guard let transforms = members["transforms"] else {
      throw ManifestProblem(path: "transforms", message: "it is missing")
    }
    var names: Set<String> = []
    for node in try transforms.items() {
      let transform = try PluginTransform(node)
      guard names.insert(transform.name).inserted else {
        throw node.problem("there are two transforms `\(transform.name)`")
      }
      manifest.transforms.append(transform)
    }
    guard !manifest.transforms.isEmpty else { throw transforms.problem("it offers none") }
    return manifest
  }
}

extension PluginTransform {
  fileprivate init(_ node: ManifestNode) throws(ManifestProblem) {
    let members = try node.members()
    let name = try ManifestName.read(members["name"], in: node)
    let summary = try members["summary"]?.text() ?? ""
    guard let operators = members["operators"] else { throw node.problem("it has no `operators`") }
    var served: [Operator] = []
    for item in try operators.items() { served.append(try item.word(of: Operator.ofPlugins)) }
    guard !served.isEmpty else { throw operators.problem("it serves none") }
    self.init(
      name: name,
      summary: summary.isEmpty ? "Says nothing of itself" : summary,
      operators: served
    )
    details = try members["details"]?.text() ?? ""
    accepts = try members["takes"]?.word(of: [Acceptance.text, .json, .any]) ?? .any
    gives = try members["gives"]?.word(of: [ResultType.text, .json, .same]) ?? .same
    for item in try members["parameters"]?.items() ?? [] {
      parameters.append(try ParameterInfo(item))
    }
    for item in try members["resources"]?.items() ?? [] {
      resources.append(try ResourceRequest(item))
    }
    try checkNames(node)
    needsElementIndex = try members["element_index"]?.flag() ?? false
    concurrency = try members["concurrency"]?.count() ?? 1
    needsOneWorker = try members["one_worker"]?.flag() ?? false
    keepsState = try members["keeps_state"]?.flag() ?? false
    isThreadSafe = try members["thread_safe"]?.flag() ?? true
    blocks = try members["blocks"]?.flag() ?? false
  }

  /// Parameters and resources share one namespace: a resource is picked by an argument of its name.
  private func checkNames(_ node: ManifestNode) throws(ManifestProblem) {
    var names: Set<String> = [Definition.invert.info.name]
    for name in parameters.map(\.name) + resources.map(\.name)
    where !names.insert(name).inserted {
      throw node.problem("`\(name)` is the name of two parameters or resources, or swpipe's own")
    }
  }
}

extension ResourceRequest {
  fileprivate init(_ node: ManifestNode) throws(ManifestProblem) {
    let members = try node.members()
    self.init(
      name: try ManifestName.read(members["name"], in: node),
      type: try members["type"]?.text(),
      isOptional: try members["optional"]?.flag() ?? false
    )
  }
}
