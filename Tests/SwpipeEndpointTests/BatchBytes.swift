import SwpipeCore

@testable import SwpipeBuiltins

/// The raw bytes of what a source gives.
enum BatchBytes {
  static func read(_ script: Script) -> [UInt8] {
    let context = SourceContext(
      id: "source",
      readiness: script,
      places: InputPlaces(),
      elementLimit: 1 << 30
    )
    var bytes: [UInt8] = []
    guard
      let input = try? Input(
        descriptor: script.reading,
        name: "in",
        isOwned: false,
        readiness: script
      )
    else { return [] }
    let source = StreamSource(
      input,
      decoder: LineDecoder(.lines, elementLimit: context.elementLimit),
      context: context
    )
    var builder = BatchBuilder()
    while true {
      builder.begin(source: 0, firstIndex: 0, type: .text)
      guard let state = try? source.read(into: &builder) else { return bytes }
      if let batch = builder.freeze() {
        Slice(batch, 0..<batch.count).withBytes { bytes += $0 }
      }
      if case .more = state { continue }
      return bytes
    }
  }
}
