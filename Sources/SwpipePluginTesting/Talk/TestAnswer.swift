internal import SwpipeCore
internal import SwpipePlugins

/// What a plugin gave for one element of a test.
struct TestAnswer {
  /// How it was finished.
  enum End: Hashable {
    case done(isKept: Bool)
    case failed(String)
  }

  /// The number of elements given.
  private(set) var given = 0
  /// Why one of them is none of the type that the transform gives.
  private(set) var flaw: String?
  /// Nil while there is more to come.
  var end: End?

  /// The message that the element failed with.
  var failure: String? { if case .failed(let message) = end { message } else { nil } }

  /// Takes an element that was given, which should be of a type.
  mutating func take(_ bytes: UnsafeRawBufferPointer, as type: ElementType) {
    given += 1
    guard type == .json, flaw == nil else { return }
    do throws(JSONProblem) {
      try JSONScanner.check(bytes.bindMemory(to: UInt8.self).span)
    } catch {
      flaw = "gave an element that is no JSON: \(error.reason) at byte \(error.offset + 1)"
    }
  }

  /// What is wrong with an answer to an element of an operator, in words that follow "it".
  func objection(to work: Operator) -> String? {
    guard case .done = end else { return nil }
    if let flaw { return flaw }
    switch work {
    case .map where given != 1: return "gave \(given) elements for the one of a map"
    case .filter where given > 0: return "gave an element for a filter, which only decides"
    case .each where given > 0: return "gave an element for an each, which gives none"
    case .map, .filter, .flatMap, .each, .route, .reduce: return nil
    }
  }
}
