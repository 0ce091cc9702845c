#ifndef SWP_KIT_H
#define SWP_KIT_H

// What SwpipePluginKit, which exports the functions of swpipe_plugin.h, needs of the plugin that is
// linked with it: C has names that both can know.

/// Offers the plugin's transforms, by `Plugin.offer`; every plugin in Swift defines it.
void swpipe_plugin_offer(void);

#endif
