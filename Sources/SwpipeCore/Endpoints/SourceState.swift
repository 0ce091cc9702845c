/// Whether a source has more to give.
package enum SourceState: Sendable {
  case more
  case end
}
