/// What reads a stage: a sync stage in the same worker, or a queue.
enum Outlet {
  case stage(StageRunner)
  case queue(QueueTarget)
}
