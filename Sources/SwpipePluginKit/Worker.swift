internal import CSwpipePlugin

/// A worker's state, whatever its transform is.
class Worker {
  func apply(
    _ element: UnsafePointer<swpipe_element>,
    _ output: UnsafeMutablePointer<swpipe_output>
  ) throws -> Bool {
    preconditionFailure("every worker has a transform")
  }

  func done(_ status: StageStatus) throws {}
}

/// A worker with its transform.
final class TransformWorker<Work: Transform>: Worker {
  private var transform: Work

  init(_ start: Start) throws {
    transform = try Work(start)
  }

  override func apply(
    _ element: UnsafePointer<swpipe_element>,
    _ output: UnsafeMutablePointer<swpipe_output>
  ) throws -> Bool {
    let bytes = UnsafeBufferPointer(start: element.pointee.bytes, count: element.pointee.count)
    var output = Output(output, element)
    try transform.apply(bytes.span, into: &output)
    return output.isKept
  }

  override func done(_ status: StageStatus) throws {
    try transform.done(status)
  }
}
