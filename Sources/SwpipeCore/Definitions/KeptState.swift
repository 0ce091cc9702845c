/// What a transform or a resource keeps from one element to the next.
///
/// The planner reads from it how many workers a stage gets that names none, and the engine whether a
/// worker that is lost may be replaced. A larger case asks for all that the smaller ones ask for.
package enum KeptState: Int, Comparable, Sendable {
  /// Nothing that counts: what comes of an element depends on no other, and a worker that is lost
  /// takes nothing along.
  case nothing
  /// Work that is still to be done for elements that count as done, such as lines that wait to be
  /// written: each of several workers may have its own, but it is lost with its worker.
  case pendingWork
  /// What later results depend on, such as the keys that were met: several workers that keep a
  /// history each give other results than one does.
  case history

  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
