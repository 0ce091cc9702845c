package import SwpipeCore

/// What a plugin says of itself.
package struct PluginManifest: Hashable, Sendable, Codable {
  /// The version of the protocol that a process chose.
  package var protocolVersion = 1
  package var name: String?
  package var version: String?
  package var summary: String?
  /// Files that the manifest depends on, beside the program itself.
  package var files: [String] = []
  package var transforms: [PluginTransform] = []
  /// What its author has most likely overlooked: of each the first line is the message, the rest is help.
  package var warnings: [String] = []
}
