import SwpipeCore
import Synchronization

func number(_ element: Span<UInt8>) -> Int {
  element.withUnsafeBufferPointer { Int(String(decoding: $0, as: UTF8.self)) ?? -1 }
}

/// Adds one.
struct AddOne: MapTransform {
  func map(_ element: Span<UInt8>, into output: inout BatchBuilder) throws(ElementFailure) {
    output.append(utf8: String(number(element) + 1))
  }
}

/// Keeps even numbers.
struct Even: FilterTransform {
  func isIncluded(_ element: Span<UInt8>) throws(ElementFailure) -> Bool {
    number(element) % 2 == 0
  }
}

/// x → x, x + 1, x + 2, resumable after each.
struct Triple: FlatMapTransform {
  func flatMap(_ element: Span<UInt8>, from cursor: Int, into output: inout BatchBuilder)
    throws(ElementFailure) -> Int?
  {
    for i in cursor..<3 {
      if output.isFull, i > cursor { return i }
      output.append(utf8: String(number(element) + i))
      output.endElement()
    }
    return nil
  }
}

/// Fails on one number.
struct FailOn: MapTransform {
  let number: Int

  func map(_ element: Span<UInt8>, into output: inout BatchBuilder) throws(ElementFailure) {
    if SwpipeEngineTests.number(element) == number { throw ElementFailure("\(number) is bad") }
    output.append(element)
  }
}

/// Fails on all numbers from one on.
struct FailFrom: MapTransform {
  let number: Int

  func map(_ element: Span<UInt8>, into output: inout BatchBuilder) throws(ElementFailure) {
    let found = SwpipeEngineTests.number(element)
    if found >= number { throw ElementFailure("\(found) is bad") }
    output.append(element)
  }
}

/// Lets so many elements through.
struct TakeFirst: FilterTransform {
  let count: Int
  var seen = 0

  var isExhausted: Bool { seen >= count }

  mutating func isIncluded(_ element: Span<UInt8>) throws(ElementFailure) -> Bool {
    seen += 1
    return seen <= count
  }
}

/// Waits at a gate before each element, and counts its calls.
struct Gated: MapTransform {
  let gate: Futex
  let calls: CallCount
  let stop: Futex

  func map(_ element: Span<UInt8>, into output: inout BatchBuilder) throws(ElementFailure) {
    calls.count.wrappingAdd(1, ordering: .sequentiallyConsistent)
    while !gate.isOpen, !stop.isOpen { gate.wait(nanoseconds: 1_000_000) }
    output.append(element)
  }
}

/// Waits at a gate before the number 0 alone.
struct Late: MapTransform {
  let gate: Futex
  let stop: Futex

  func map(_ element: Span<UInt8>, into output: inout BatchBuilder) throws(ElementFailure) {
    while number(element) == 0, !gate.isOpen, !stop.isOpen { gate.wait(nanoseconds: 1_000_000) }
    output.append(element)
  }
}

/// Opens a gate at its last call but so many.
struct Opener: MapTransform {
  let gate: Futex
  let calls: CallCount
  let last: Int

  func map(_ element: Span<UInt8>, into output: inout BatchBuilder) throws(ElementFailure) {
    let before = calls.count.wrappingAdd(1, ordering: .sequentiallyConsistent).oldValue
    if before + 1 == last { gate.open() }
    output.append(element)
  }
}

/// Takes a while that depends on the number, so that several workers finish out of order.
struct Jitter: MapTransform {
  func map(_ element: Span<UInt8>, into output: inout BatchBuilder) throws(ElementFailure) {
    var spins = (UInt64(truncatingIfNeeded: number(element)) &* 0x9E37_79B9_7F4A_7C15) >> 56
    var x = spins
    while spins > 0 {
      x = x &* 6_364_136_223_846_793_005 &+ 1
      spins -= 1
    }
    output.append(element)
    if x == 42 { output.append(UInt8(ascii: " ")) }
  }
}

/// Waits an hour for each element, and counts those that it has begun to wait for.
struct Doze: MapTransform, AwaitingTransform {
  let calls: CallCount

  func begin(_ slice: borrowing Slice, at position: Int) -> AwaitedEvent {
    calls.count.wrappingAdd(1, ordering: .sequentiallyConsistent)
    return .time(3_600_000_000_000)
  }

  func map(_ element: Span<UInt8>, into output: inout BatchBuilder) throws(ElementFailure) {
    output.append(element)
  }
}

final class CallCount: Sendable {
  let count = Atomic<Int>(0)
}

/// Emits each element twice; on every seventh it fails so many times in between.
struct Flaky: FlatMapTransform {
  let failures: Int
  var failed = 0

  mutating func flatMap(
    _ element: Span<UInt8>,
    from cursor: Int,
    into output: inout BatchBuilder
  ) throws(ElementFailure) -> Int? {
    output.append(element)
    output.endElement()
    if number(element) % 7 == 3, failed < failures {
      failed += 1
      throw ElementFailure("not yet")
    }
    failed = 0
    output.append(element)
    output.endElement()
    return nil
  }
}

/// Hangs on every third number until it is told to stop; deaf ones do not listen, for a while.
struct Hang: MapTransform {
  let isDeaf: Bool
  let stop: Futex

  func map(_ element: Span<UInt8>, into output: inout BatchBuilder) throws(ElementFailure) {
    if number(element) % 3 == 2 {
      if isDeaf { Futex().wait(nanoseconds: 5_000_000_000) } else { stop.wait() }
    }
    output.append(element)
  }
}
