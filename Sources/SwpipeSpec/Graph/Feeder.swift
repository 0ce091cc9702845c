/// What gives elements: a source, a stage, or one of the ways of a stage that routes, by its position.
///
/// `Inputs` counts stages as the spec does, a `Graph` as the elements reach them.
enum Feeder: Hashable {
  case source(Int)
  case stage(Int)
  case route(Int, of: Int)

  /// The stage that gives the elements; nil for a source.
  var stage: Int? {
    switch self {
    case .source: nil
    case .stage(let index), .route(_, of: let index): index
    }
  }
}
