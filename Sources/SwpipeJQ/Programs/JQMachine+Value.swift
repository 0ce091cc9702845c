internal import SwpipeCore

/// What an output is, for those who compute with it themselves.
package enum JQKind: Sendable {
  case null, boolean, number, string, array, object

  /// With its article, for messages.
  package var words: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// Numbers as jq prints them.
package enum JQNumber {
  /// The most bytes that one takes.
  package static let most = 40

  /// The nearest double of a number as JSON writes it; too large ones are infinite.
  package static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double {
    NumberText.double(text)
  }

  /// Writes a finite double in the shortest form that reads back; returns the number of bytes.
  package static func write(_ value: Double, to target: UnsafeMutablePointer<UInt8>) -> Int {
    NumberReader.write(value, to: target)
  }
}
