/// What gives elements: a source or a stage, by its position in the spec.
enum Feeder: Hashable {
  case source(Int)
  case stage(Int)
}
