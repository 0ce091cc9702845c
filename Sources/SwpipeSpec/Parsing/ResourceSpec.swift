import SwpipeCore

/// The definition of a resource as it was written, in `resources:` or in place in an `on_start:`.
struct ResourceSpec: Sendable {
  var component: ComponentSpec
  var scope: Setting<ResourcePlan.Scope>?
}
