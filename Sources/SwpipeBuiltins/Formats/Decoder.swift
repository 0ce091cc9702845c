internal import SwpipeCore

/// Turns what stands in files into elements, whatever the borders of its reads.
protocol Decoder: AnyObject {
  /// Begins a file, or a row alone.
  func begin(_ input: DecodedInput, places: InputPlaces)
  /// Reads once or more, until there is an element, and appends what that gave.
  func decode(_ input: borrowing Input, into output: inout BatchBuilder) throws(RunFailure)
    -> DecoderState
}

/// What a decoder begins with.
struct DecodedInput {
  /// The file's name in messages.
  var file: String
  /// That of the first element.
  var position: Int64
  /// The line that the first byte stands in.
  var line = 1
  /// Where a row of some file is read alone: the columns of that file, if it said them.
  var row: Row?

  /// A row without the file around it.
  struct Row {
    var columns: BadRow.Columns?
  }
}

/// Why a decoder returned.
enum DecoderState {
  /// There are elements, and maybe more to read.
  case elements
  /// A row is none; there may be elements, which came before it, and the next call goes on behind it. The
  /// row takes a position, too.
  case badRow(BadRow)
  /// The file ended; there may be elements.
  case endOfFile
  /// The run wants no more.
  case stopped
}
