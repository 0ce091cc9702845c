/// What stopped a run: thrown by sources, sinks, transforms' makers and the engine.
package struct RunFailure: Error, Sendable {
  /// The exit status that follows from it.
  package var status: ExitStatus
  /// One sentence without a final full stop.
  package var message: String
  /// The element, shortened, with what is wrong in it marked.
  package var excerpt: MarkedExcerpt?
  /// A way out, where there is one.
  package var help: String?
  /// The id of the stage, source or sink.
  package var stage: String?
  package var worker: WorkerInfo?
  package var elementIndex: ElementIndex?
  /// The file and line that the element came from.
  package var input: InputPlace?
  /// Where the spec declares the stage.
  package var place: SourcePlace?

  package init(
    _ status: ExitStatus,
    _ message: String,
    help: String? = nil,
    stage: String? = nil,
    worker: WorkerInfo? = nil,
    elementIndex: ElementIndex? = nil,
    input: InputPlace? = nil,
    place: SourcePlace? = nil
  ) {
    self.status = status
    self.message = message
    self.help = help
    self.stage = stage
    self.worker = worker
    self.elementIndex = elementIndex
    self.input = input
    self.place = place
  }
}
