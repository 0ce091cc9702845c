package import SwpipeCore

extension Builtins {
  /// The resources that `on_start` may start, in the order of the reference page.
  package static let resources: [Definition] = [
    LookupTable.definition,
    Counter.definition,
    RateLimit.definition,
    Cache.definition,
    AppendFile.definition,
    Random.definition,
  ]

  /// The transforms that use them.
  package static let resourceTransforms: [Definition] = [
    TableLookup.definition,
    TableContains.definition,
    CounterAdd.definition,
    RateLimitWait.definition,
    CacheDistinct.definition,
    FileAppend.definition,
    RandomNumber.definition,
  ]

  /// What `on_done` can do.
  package static let actions: [Definition] = [
    LogAction.definition,
    CommandAction.definition,
    FileAppendAction.definition,
  ]
}
