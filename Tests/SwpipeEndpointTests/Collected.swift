import SwpipeCore

/// All that a source gave.
struct Collected: Equatable {
  var elements: [String] = []
  /// The file and line of each element, as `file:line`.
  var places: [String] = []
  var batches = 0
  var failure: String?
  var failurePlace: String?

  /// Reads a source to its end or failure, as the engine does.
  init(_ source: some Source, places: InputPlaces = InputPlaces(), type: ElementType = .text) {
    var source = source
    var builder = BatchBuilder()
    var position: Int64 = 0
    do throws(RunFailure) {
      loop: while true {
        builder.begin(source: 0, firstIndex: position, type: type)
        let state = try source.read(into: &builder)
        if let batch = builder.freeze() {
          batches += 1
          position += Int64(batch.count)
          add(batch, places)
        }
        switch state {
        case .more: continue
        case .badRow(let row):
          failure = row.message
          failurePlace = "\(row.place.file):\(row.place.line ?? 0)"
          break loop
        case .end, .stopped: break loop
        }
      }
    } catch {
      if let batch = builder.freeze() { add(batch, places) }
      failure = error.message
      failurePlace = error.input.map { "\($0.file):\($0.line ?? 0)" }
    }
    source.close()
  }

  private mutating func add(_ batch: Batch, _ inputs: InputPlaces) {
    let slice = Slice(batch, 0..<batch.count)
    for position in slice.range {
      elements.append(
        slice.withElement(position) { element in
          String(decoding: (0..<element.count).map { element[$0] }, as: UTF8.self)
        }
      )
      let place = inputs.place(of: slice.sourcePosition(position))
      places.append(place.map { "\($0.file):\($0.line ?? 0)" } ?? "nowhere")
    }
  }
}
