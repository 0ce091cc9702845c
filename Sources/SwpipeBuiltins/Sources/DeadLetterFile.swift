package import SwpipeCore

/// Reads the JSON lines that a run's dead letters are.
package enum DeadLetterFile {
  /// The stages that elements of the file failed in, with the number of elements, in their order.
  ///
  /// Reads the whole file once; `name` is what it is called in messages.
  package static func stages(of path: String, name: String) throws(RunFailure) -> [(
    stage: String, count: Int
  )] {
    let reader = try DeadLetterReader(path: path, name: name, stage: nil, readiness: NeverStopped())
    var counts: [String: Int] = [:]
    var order: [String] = []
    while let letters = try reader.next() {
      for letter in letters {
        if counts[letter.stage] == nil { order.append(letter.stage) }
        counts[letter.stage, default: 0] += 1
      }
    }
    return order.map { ($0, counts[$0] ?? 0) }
  }

  private struct NeverStopped: Readiness {
    var isStopped: Bool { false }

    func waitReadable(_ descriptor: Int32) -> Bool { true }
  }
}
