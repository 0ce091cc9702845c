internal import CSwpipePlugin
internal import SwpipeCore

/// The callbacks that a library emits through: straight into the builder of its slice, without a
/// closure, an allocation or a reference count.
enum LibraryOutput {
  /// The bytes of one call past which nothing more is taken.
  static let limit = 1 << 30
  /// The bytes after which a call that emits looks whether the run is over.
  static let stride = 256 << 10

  /// The callbacks for an operator.
  static func callbacks(for work: Operator) -> swpipe_output {
    let size = MemoryLayout<swpipe_output>.size
    switch work {
    case .map:
      return swpipe_output(
        size: size,
        emit: { $0.context.giveOne($1, $2) },
        write: { $0.context.writeOne($1, $2) },
        end: { $0.context.endOne() }
      )
    case .flatMap:
      return swpipe_output(
        size: size,
        emit: { $0.context.give($1, $2) },
        write: { $0.context.write($1, $2) },
        end: { $0.context.end() }
      )
    case .filter, .each, .route, .reduce:
      return swpipe_output(
        size: size,
        emit: { (output, _, _) in output.context.drop() },
        write: { (output, _, _) in output.context.drop() },
        end: { $0.context.drop() }
      )
    }
  }
}

extension UnsafeMutablePointer<swpipe_output> {
  /// What is behind an output, which is the first member of its context.
  fileprivate var context: UnsafeMutablePointer<swp_output_context> {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: swp_output_context.self)
  }
}

extension swp_output_context {
  /// Makes ready for a call, where the builder has so many bytes.
  mutating func begin(at used: Int) {
    state = SWP_OUTPUT_OPEN
    has_begun = false
    given = 0
    checkpoint = used + LibraryOutput.stride
    limit = used + LibraryOutput.limit
  }
}

extension UnsafeMutablePointer<swp_output_context> {
  private var builder: UnsafeMutablePointer<BatchBuilder> {
    pointee.builder.assumingMemoryBound(to: BatchBuilder.self)
  }

  // MARK: flat_map

  fileprivate func give(_ bytes: UnsafeRawPointer?, _ count: Int) -> Int32 {
    let taken = write(bytes, count)
    return taken == 0 ? 0 : end()
  }

  fileprivate func write(_ bytes: UnsafeRawPointer?, _ count: Int) -> Int32 {
    guard hasRoom(count), let bytes = sound(bytes, count) else { return 0 }
    builder.pointee.append(bytes.span)
    pointee.has_begun = true
    return 1
  }

  fileprivate func end() -> Int32 {
    guard pointee.state == SWP_OUTPUT_OPEN else { return 0 }
    builder.pointee.endElement()
    pointee.has_begun = false
    pointee.given += 1
    return 1
  }

  // MARK: map, which ends its element itself when it knows that there is one

  fileprivate func giveOne(_ bytes: UnsafeRawPointer?, _ count: Int) -> Int32 {
    let taken = writeOne(bytes, count)
    return taken == 0 ? 0 : endOne()
  }

  fileprivate func writeOne(_ bytes: UnsafeRawPointer?, _ count: Int) -> Int32 {
    guard pointee.given == 0 else {
      pointee.has_begun = true
      return drop()
    }
    return write(bytes, count)
  }

  fileprivate func endOne() -> Int32 {
    guard pointee.state == SWP_OUTPUT_OPEN else { return 0 }
    pointee.has_begun = false
    pointee.given += 1
    return 1
  }

  // MARK: filter and each

  /// Takes what goes nowhere.
  fileprivate func drop() -> Int32 {
    if pointee.state == SWP_OUTPUT_OPEN, isStopped { pointee.state = SWP_OUTPUT_STOPPED }
    return pointee.state == SWP_OUTPUT_OPEN ? 1 : 0
  }

  // MARK: Limits

  private func hasRoom(_ count: Int) -> Bool {
    let room = pointee.checkpoint - builder.pointee.byteCount
    guard count >= 0, count < room else { return makeRoom(count) }
    return true
  }

  /// Looks whether to go on.
  private func makeRoom(_ count: Int) -> Bool {
    guard pointee.state == SWP_OUTPUT_OPEN else { return false }
    let used = builder.pointee.byteCount
    // A count above Int.max comes in as a negative one.
    if count < 0 || count > pointee.limit - used {
      pointee.state = SWP_OUTPUT_FULL
    } else if isStopped {
      pointee.state = SWP_OUTPUT_STOPPED
    } else {
      pointee.checkpoint = used + count + LibraryOutput.stride
      return true
    }
    pointee.checkpoint = 0
    return false
  }

  private func sound(_ bytes: UnsafeRawPointer?, _ count: Int) -> UnsafeBufferPointer<UInt8>? {
    guard bytes != nil || count == 0 else {
      pointee.state = SWP_OUTPUT_MISUSED
      pointee.checkpoint = 0
      return nil
    }
    return UnsafeBufferPointer(start: bytes?.assumingMemoryBound(to: UInt8.self), count: count)
  }

  private var isStopped: Bool {
    Unmanaged<Futex>.fromOpaque(pointee.stop)._withUnsafeGuaranteedRef { $0.isOpen }
  }
}
