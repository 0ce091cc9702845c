/// A transform whose work is done by a process of its own, which has several elements in its hands at
/// once and answers them when it likes.
///
/// It limits the time of each element itself, because it alone knows when its work begins, and it
/// replaces its process when that dies. `apply` gives what has been answered and returns before the
/// slice is done, so that nobody waits for the slowest; the engine hands on and calls again.
package protocol RemoteTransform: InterruptibleTransform {}

extension RemoteTransform {
  package static var isRemote: Bool { true }
}
