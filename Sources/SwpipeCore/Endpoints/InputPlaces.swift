internal import Synchronization

/// The way back from an element's position to the file and line that it came from.
///
/// A source notes a place only where counting on would be wrong: at the start of a file, and after
/// an element that took more than one line or a line that held none. At most 65,536 notes are kept;
/// past that every second one is dropped, and lines found through a gap are no longer exact.
package final class InputPlaces: Sendable {
  private struct Note {
    var position: Int64
    var file: Int
    /// From 1; 0 where the source has no lines.
    var line: Int
    var isExact: Bool
  }

  private struct State {
    var files: [String] = []
    var notes: [Note] = []
  }

  private static let limit = 65_536
  private let state = Lock(State())

  package init() {}

  /// Says that the element at `position` (and those after it, one a line) stands at `line` of `file`.
  package func note(position: Int64, file: String, line: Int?) {
    state.withLock { state in
      if state.files.last != file { state.files.append(file) }
      let note = Note(
        position: position,
        file: state.files.count - 1,
        line: line ?? 0,
        isExact: true
      )
      if let last = state.notes.last, last.position == position { state.notes.removeLast() }
      state.notes.append(note)
      if state.notes.count > InputPlaces.limit { InputPlaces.thin(&state.notes) }
    }
  }

  /// Where the element at a position came from; nil if the source noted nothing.
  package func place(of position: Int64) -> InputPlace? {
    state.withLock { state in
      var low = 0
      var high = state.notes.count
      while low < high {
        let middle = (low + high) / 2
        if state.notes[middle].position <= position { low = middle + 1 } else { high = middle }
      }
      guard low > 0 else { return nil }
      let note = state.notes[low - 1]
      return InputPlace(
        file: state.files[note.file],
        line: note.line == 0 ? nil : note.line + Int(position - note.position),
        isExact: note.isExact || position == note.position
      )
    }
  }

  /// Drops every second note that is not the first of its file.
  private static func thin(_ notes: inout [Note]) {
    var kept: [Note] = []
    var dropsNext = false
    for note in notes {
      let startsFile = kept.last?.file != note.file
      if dropsNext, !startsFile {
        kept[kept.count - 1].isExact = false
        dropsNext = false
      } else {
        kept.append(note)
        dropsNext = !startsFile
      }
    }
    notes = kept
  }
}
