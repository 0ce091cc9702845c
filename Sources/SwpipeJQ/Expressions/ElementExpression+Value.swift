package import SwpipeCore

/// The output at hand, for transforms that compute with it themselves.
extension ElementExpression {
  /// Begins with the element of JSON that another expression has begun with, and whose outputs are still to
  /// be there; the text is not read again.
  package func begin(_ slice: borrowing Slice, _ position: Int, with other: ElementExpression) {
    setIndex(slice, position)
    machine.begin(with: other.machine)
  }

  package var kind: JQKind { machine.kind }

  /// The output as a double; only where it is a number.
  package var double: Double { machine.double }

  /// The digits of an output that is a number as it was written; nil where it was computed.
  package var digits: UnsafeBufferPointer<UInt8>? { machine.digits }

  /// The output's text, if it is a string; the bytes are valid until the next call.
  package var text: UnsafeBufferPointer<UInt8>? { machine.text() }

  /// The output as JSON on one line; the bytes are valid until the next call.
  package func json() throws(ElementFailure) -> UnsafeBufferPointer<UInt8> {
    try ElementExpression.bytes(machine.json())
  }

  /// The same bytes for equal values and others for all others; valid until the next call.
  package func canonical() throws(ElementFailure) -> UnsafeBufferPointer<UInt8> {
    try ElementExpression.bytes(machine.canonical())
  }

  private static func bytes(_ result: Result<UnsafeBufferPointer<UInt8>, JQFailure>)
    throws(ElementFailure) -> UnsafeBufferPointer<UInt8>
  {
    switch result {
    case .success(let bytes): return bytes
    case .failure(let failure): throw ElementExpression.failure(failure)
    }
  }
}
