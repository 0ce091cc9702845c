internal import SwpipePluginKit

/// What this plugin offers.
@c(swpipe_plugin_offer)
public func offer() {
  Plugin.offer(Slug.self, Ngrams.self)
}
