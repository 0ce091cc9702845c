/// Why no further frame comes from the other side.
enum FrameLoss: Error {
  /// It has ended, or closed its end.
  case ended
  /// The time was over first.
  case timedOut
  /// What came is no frame.
  case garbled
}
