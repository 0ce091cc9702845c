internal import SwpipeCore
internal import SwpipePlugins

/// A transform of a plugin, as list and explain show it.
struct PluginComponent {
  let definition: Definition
  /// What the plugin is called.
  let plugin: String

  /// What plugins offer, each name once: that of an earlier plugin, and none that is built in.
  static func all(of plugins: [PluginPlan]) -> [PluginComponent] {
    var names = Set(Components.catalog.transforms.keys)
    return plugins.flatMap { plugin in
      plugin.definitions.filter { names.insert($0.name).inserted }.map {
        PluginComponent(definition: $0, plugin: plugin.name)
      }
    }
  }
}
