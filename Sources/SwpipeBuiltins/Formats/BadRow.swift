internal import SwpipeCore

/// A row of a table that is none, as a value: the decoder can go on behind it.
///
/// What is done with it is not the decoder's to say.
struct BadRow: Error {
  /// One sentence without a final full stop.
  var message: String
  var help: String?
  /// The file, and the line that the message is about.
  var place: InputPlace
  /// The row as it stands in the file, without the newline that ends it; cut where it is long.
  var bytes: [UInt8]

  /// The most bytes of a row that are kept.
  static let limit = 64 << 10

  /// The failure of a run that ends with it.
  var failure: RunFailure {
    RunFailure(.element, message, help: help, input: place)
  }
}
