internal import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// `debug.worker`: which worker has each element.
struct DebugWorker: MapTransform {
  static let definition = Definition(
    name: "debug.worker",
    summary: "Gives the worker that each element came to",
    details: """
      A JSON object of the worker's kind, process id, thread id and index within its stage. The \
      thread is the one that runs at that moment: a task may change it.
      """,
    examples: [
      Example(
        "A thread of its own has the number 0",
        spec: """
          stages:
            - {map: debug.worker, kind: thread}
            - filter: {text.contains: '"kind":"thread"'}
            - filter: {text.contains: '"worker":0'}
            - map: {hash: xxh64}
            - map: text.length

          """,
        input: "a\n",
        output: "16\n"
      ),
      Example(
        "Of two workers each element sees one",
        spec: """
          stages:
            - {map: debug.worker, kind: thread, workers: 2}
            - filter: {text.matches: {pattern: '"worker":[01]', invert: true}}

          """,
        input: "a\nb\n"
      ),
      .stage("edge: no element, no worker", "map: debug.worker", input: []),
    ],
    role: .transform(
      TransformRole(operators: [.map], accepts: .any, gives: .json) { _, _, context in
        DebugWorker(worker: context.workerInfo)
      }
    )
  )

  private let opening: [UInt8]
  private let closing: [UInt8]

  private init(worker: WorkerInfo) {
    opening = Array("{\"kind\":\"\(worker.kind.rawValue)\",\"pid\":".utf8)
    closing = Array(",\"worker\":\(worker.index)}".utf8)
  }

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder) {
    output.append(opening.span)
    output.append(integer: Int64(getpid()))
    output.append(utf8: ",\"thread\":")
    output.append(integer: Int64(ThreadIdentity.current))
    output.append(closing.span)
  }
}
