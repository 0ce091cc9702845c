internal import SwpipeCore

/// How elements and answers are written on the pipes of a plugin's process.
protocol PluginCodec {
  /// Appends elements, whose ids count up from `firstID`.
  mutating func encode(
    _ slice: borrowing Slice,
    _ range: Range<Int>,
    firstID: UInt64,
    to output: inout [UInt8]
  )

  /// Reads what is complete in `bytes`, says each piece, and returns how many bytes that were.
  mutating func decode(
    _ bytes: UnsafeRawBufferPointer,
    _ say: (PluginAnswer) throws(ProcessLoss) -> Void
  ) throws(ProcessLoss) -> Int

  /// Asks to give an element up.
  func encodeCancel(_ id: UInt64, to output: inout [UInt8])

  /// Why an element cannot be sent, if it cannot.
  func refusal(of element: Span<UInt8>) -> String?
}
