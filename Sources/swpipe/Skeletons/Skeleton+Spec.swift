extension Skeleton {
  /// A spec that runs the skeleton's transform.
  static func spec(_ name: String, plugin: String) -> String {
    """
    # swpipe run \(name).yaml
    plugins:
      - \(plugin)
    source:
      values: [ann, bob]
    stages:
      - map: \(name).greet
        with: {greeting: Good day}

    """
  }
}
