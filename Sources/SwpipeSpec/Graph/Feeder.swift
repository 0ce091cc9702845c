/// What gives elements: a source or a stage, by its position.
///
/// `Inputs` counts stages as the spec does, a `Graph` as the elements reach them.
enum Feeder: Hashable {
  case source(Int)
  case stage(Int)
}
