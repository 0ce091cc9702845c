/// What waits at a queue.
enum Waiter: Sendable {
  case thread(Parker)
  case task(UnsafeContinuation<Void, Never>)
  /// A thread that waits for other things too.
  case bell(Bell)

  /// Whether it is the thread that parks there.
  func isThread(of parker: Parker) -> Bool {
    if case .thread(let own) = self { own === parker } else { false }
  }

  /// Lets it go on.
  ///
  /// Called after the lock is let go.
  func resume() {
    switch self {
    case .thread(let parker): parker.unpark()
    case .task(let continuation): continuation.resume()
    case .bell(let bell): bell.ring()
    }
  }
}
