/// One piece of what a plugin's process says, in the order in which it says it.
package enum PluginAnswer {
  /// An element given for the one with this id; the bytes live until the next piece.
  case emit(UInt64, UnsafeRawBufferPointer)
  /// The element with this id is done; for a filter, whether it stays.
  case done(UInt64, isKept: Bool)
  case failed(UInt64, String)
  /// The worker's own start is done.
  case started
  /// What the plugin offers, JSON.
  case manifest([UInt8])
  /// The worker's own end is done.
  case ended
  /// It will not start, or could not end.
  case refused(String)
}
