import Testing

/// How a stage is laid out: the kind and number of its workers, and the size of its queue.
struct Layout: Hashable, Sendable, CustomTestStringConvertible {
  var kind: WorkerKind
  var workers = 1
  var maxsize = 0

  /// Its keys in a spec; a sync stage has neither workers nor a queue.
  var keys: String {
    kind == .sync ? "kind: sync" : "kind: \(kind), workers: \(workers), maxsize: \(maxsize)"
  }

  var testDescription: String {
    kind == .sync ? "sync" : "\(workers) \(kind), maxsize \(maxsize)"
  }

  static let workers = [1, 2, 7]
  static let maxsizes = [0, 1, 4]

  /// Every number of workers and every maxsize of some kinds.
  static func all(of kinds: [WorkerKind] = WorkerKind.allCases) -> [Layout] {
    kinds.flatMap { kind -> [Layout] in
      if kind == .sync { return [Layout(kind: .sync)] }
      return workers.flatMap { workers in
        maxsizes.map { Layout(kind: kind, workers: workers, maxsize: $0) }
      }
    }
  }
}
