internal import Synchronization

/// The way back from an element's position to the file and line that it came from.
///
/// A source notes a place only where counting on would be wrong: at the start of a file, and after
/// an element that took more than one line or a line that held none. At most 65,536 notes are kept, and
/// those that begin a file; past that every second one is dropped, and lines found through a gap are no
/// longer exact.
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
    var numbers: [String: Int] = [:]
    var notes: [Note] = []
    /// So many notes are thinned out; nil where all are kept.
    var limit: Int? = InputPlaces.limit

    /// The number of a file.
    mutating func number(of file: String) -> Int {
      if let last = notes.last?.file, files[last] == file { return last }
      if let known = numbers[file] { return known }
      files.append(file)
      numbers[file] = files.count - 1
      return files.count - 1
    }
  }

  private static let limit = 65_536
  private let state = Lock(State())

  package init() {}

  /// Has every note kept, for a source that has a note for each element and an end.
  ///
  /// Costs 32 bytes a note.
  package func keepAll() {
    state.withLock { $0.limit = nil }
  }

  /// Says that the element at `position` (and those after it, one a line) stands at `line` of `file`.
  package func note(position: Int64, file: String, line: Int?) {
    state.withLock { state in
      let note = Note(
        position: position,
        file: state.number(of: file),
        line: line ?? 0,
        isExact: true
      )
      if let last = state.notes.last, last.position == position { state.notes.removeLast() }
      state.notes.append(note)
      guard let limit = state.limit, state.notes.count > limit else { return }
      InputPlaces.thin(&state.notes)
      // Notes that begin a file stay: with very many files the next look is later.
      state.limit = max(InputPlaces.limit, state.notes.count * 2)
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
