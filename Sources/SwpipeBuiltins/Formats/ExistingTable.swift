internal import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// What a table's file holds before rows are appended to it.
struct ExistingTable {
  /// The columns of its header; nil where it has none.
  var names: [String]?
  /// Whether it holds anything but empty lines.
  var hasRows: Bool
  /// Whether its last line is ended.
  var endsLine: Bool

  /// Reads the header and the last byte of a regular file.
  static func read(_ path: String, _ options: TableOptions) throws(RunFailure) -> ExistingTable {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw failure(path, SystemError.last.words, help: nil) }
    defer { close(descriptor) }
    var last: UInt8 = UInt8(ascii: "\n")
    let size = lseek(descriptor, 0, SEEK_END)
    if size > 0 { _ = pread(descriptor, &last, 1, size - 1) }
    lseek(descriptor, 0, SEEK_SET)
    var table = ExistingTable(names: nil, hasRows: false, endsLine: last == UInt8(ascii: "\n"))
    // The header may choose no columns: what it has is what counts.
    var whole = options
    whole.columns = nil
    var bytes = BatchBuilder()
    while true {
      let count = bytes.read(capacity: 64 << 10) { room in
        max(Glibc.read(descriptor, room.baseAddress, room.count), 0)
      }
      let layout: TableLayout?
      do throws(TableProblem) {
        layout = try bytes.withUnfinished { (span) throws(TableProblem) in
          let isMarked = InputStart.Signature.byteOrderMark.begins(span) == true
          var offset = isMarked ? InputStart.Signature.byteOrderMark.bytes.count : 0
          var line = 1
          return try TableLayout.read(
            whole,
            span,
            offset: &offset,
            line: &line,
            isLast: count == 0
          )
        }
      } catch {
        throw failure(path, error.message, help: error.help)
      }
      if let layout {
        table.hasRows = true
        table.names = options.header == .row ? layout.header.plainNames : nil
        return table
      }
      if count == 0 { return table }
    }
  }

  private static func failure(_ path: String, _ reason: String, help: String?) -> RunFailure {
    RunFailure(.output, "cannot append to \(path): \(reason)", help: help)
  }
}
