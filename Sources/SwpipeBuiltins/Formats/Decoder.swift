internal import SwpipeCore

/// Turns what stands in files into elements, whatever the borders of its reads.
protocol Decoder: AnyObject {
  /// Begins a file; `position` is that of its first element.
  func begin(file: String, position: Int64, places: InputPlaces)
  /// Reads once or more, until there is an element, and appends what that gave.
  func decode(_ input: borrowing Input, into output: inout BatchBuilder) throws(RunFailure)
    -> DecoderState
}

/// Why a decoder returned.
enum DecoderState {
  /// There are elements, and maybe more to read.
  case elements
  /// A row is none; there may be elements, which came before it, and the next call goes on behind it.
  case badRow(BadRow)
  /// The file ended; there may be elements.
  case endOfFile
  /// The run wants no more.
  case stopped
}
