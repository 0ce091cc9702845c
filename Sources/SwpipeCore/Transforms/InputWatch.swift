/// What a worker can know of the elements that are to come to it.
package enum InputOutlook: Sendable {
  /// Some wait for it, or for another worker of its stage.
  case more
  /// None waits now; some may come.
  case unknown
  /// None will come.
  case ended
}

/// Tells a transform what is to come after the elements that it has in hand.
package protocol InputWatch: AnyObject, Sendable {
  /// What is known now; takes a lock.
  var outlook: InputOutlook { get }
  /// Has `descriptor` be readable once the outlook is not `unknown` any more; at once where it is not.
  func listen()
  /// Ends what `listen` has begun.
  func ignore()
  /// Readable when there is news.
  var descriptor: Int32 { get }
}
