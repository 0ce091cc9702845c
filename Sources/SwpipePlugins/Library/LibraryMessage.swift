internal import CSwpipePlugin

/// What a library says of a failure, for as long as a worker lives.
final class LibraryMessage {
  private var text = ""

  /// The context of an error that is told here; this object must outlive it.
  var context: swp_error_context {
    swp_error_context(
      error: swpipe_error(
        size: MemoryLayout<swpipe_error>.size,
        say: { LibraryMessage.keep($0, $1, $2) }
      ),
      message: Unmanaged.passUnretained(self).toOpaque(),
      was_told: false
    )
  }

  /// Calls `body` with an error, and says what came of it and what was told.
  func listen<Result>(_ body: (UnsafeMutablePointer<swpipe_error>) -> Result)
    -> (result: Result, context: swp_error_context)
  {
    var context = context
    let result = withUnsafeMutablePointer(to: &context) { context in
      body(UnsafeMutableRawPointer(context).assumingMemoryBound(to: swpipe_error.self))
    }
    return (result, context)
  }

  /// Keeps what was said to an error, the first member of its context.
  private static func keep(
    _ error: UnsafeMutablePointer<swpipe_error>,
    _ bytes: UnsafePointer<CChar>?,
    _ count: Int
  ) {
    let context = UnsafeMutableRawPointer(error).assumingMemoryBound(to: swp_error_context.self)
    let message = Unmanaged<LibraryMessage>.fromOpaque(context.pointee.message)
      .takeUnretainedValue()
    message.text = text(bytes, count)
    context.pointee.was_told = true
  }

  /// The text of a message, in valid UTF-8, without blanks at its end, and cut where it is long.
  private static func text(_ bytes: UnsafePointer<CChar>?, _ count: Int) -> String {
    guard let bytes, count > 0 else { return "" }
    var words = Substring(PluginLimits.text(UnsafeRawBufferPointer(start: bytes, count: count)))
    while words.last?.isWhitespace == true { words.removeLast() }
    return String(words)
  }

  /// What a call said that failed; other words where it said nothing.
  func words(of context: swp_error_context, or missing: String) -> String {
    context.was_told && !text.isEmpty ? text : missing
  }
}
