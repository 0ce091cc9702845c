/// A transform's word that it uses a resource: the `on_start` entry of that name, else the only one
/// of that type.
///
/// One of any type is found by its name alone.
package struct ResourceRequest: Hashable, Sendable, Codable {
  /// The name it looks for first, and the parameter of `with` that settles it where two would do.
  package var name: String
  /// The name of the resource's definition; nil for one of any type.
  package var type: String?
  package var isOptional: Bool

  package init(name: String, type: String?, isOptional: Bool = false) {
    self.name = name
    self.type = type
    self.isOptional = isOptional
  }
}
