internal import SwpipeCore
internal import SwpipePlugins

/// What a worker of a test does: a transform with an operator, for elements of a type.
struct TestJob {
  let transform: PluginTransform
  let work: Operator
  let type: ElementType
  var arguments: Arguments

  /// What map and flat_map give.
  var gives: ElementType {
    switch transform.gives {
    case .text: .text
    case .json: .json
    case .same: type
    }
  }

  /// What a START frame says.
  func startJSON(index: Int, restarts: Int) -> String {
    let worker = WorkerInfo(index: index, kind: .process, stage: "test", restarts: restarts)
    let context = TransformContext(workerInfo: worker, stop: Futex(), log: SilentLog())
    let start = PluginStart(transform, arguments, work, context)
    return FramesGreeting(transform: transform, start: start, forget: {})
      .startJSON(restarts: restarts)
  }

  /// Elements as a batch, whose indices count up at each of `depth` levels; nil for none.
  func batch(_ elements: [[UInt8]], from first: Int64, depth: Int = 1) -> Batch? {
    var builder = BatchBuilder()
    builder.begin(
      copying: BatchShape(depth: depth, type: type, separator: UInt8(ascii: "\n"), source: 0)
    )
    for (position, element) in elements.enumerated() {
      builder.append(element.span)
      builder.endElement { level in first + Int64(position) + Int64(level) }
    }
    return builder.freeze()
  }

  /// Nobody reads what is only made and never run.
  private struct SilentLog: LogWriter {
    func write(_ level: LogLevel, _ message: String, stage: String) {}
  }
}

extension TestJob {
  /// The jobs of a transform: each operator, with elements of each type that it takes.
  static func all(of transform: PluginTransform, _ arguments: Arguments) -> [TestJob] {
    transform.operators.flatMap { work in
      ElementType.allCases.filter { transform.accepts.includes($0) }.map {
        TestJob(transform: transform, work: work, type: $0, arguments: arguments)
      }
    }
  }

  /// How the names of its tests begin.
  var name: String { "\(transform.name) as \(work.rawValue) of \(type.rawValue)" }
}
