internal import Synchronization

/// Hides secrets in text for people: in logs, errors, reports, plans and the errors of dead letters.
///
/// Everything that a person reads passes through here as it leaves. Elements never do: what a run
/// writes is the user's data. A secret is hidden whole or not at all, as `***`.
package enum Redaction {
  /// What is shown in the place of a secret.
  static let hidden = "***"

  private struct Forms {
    /// The longest first, so that none is shown in part.
    var all: [[UInt8]] = []
    /// Whether a form begins with a byte.
    var begins = [Bool](repeating: false, count: 256)
    var values: Set<String> = []
  }

  /// Set once, before anything is said of the values.
  private static let forms = Lock(Forms())

  /// Hides these values from now on, in all their forms.
  ///
  /// Values of fewer than four bytes are hidden only where the plan refers to them.
  package static func hide(_ values: [String]) {
    let added = values.reduce(into: Set<[UInt8]>()) { $0.formUnion(SecretForms.all($1)) }
    forms.withLock { forms in
      forms.values.formUnion(values)
      forms.all = added.union(forms.all).sorted {
        $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count
      }
      for form in forms.all { forms.begins[Int(form[0])] = true }
    }
  }

  /// The values that are hidden; for worker processes, which hide them too.
  package static var values: [String] { forms.withLock { $0.values.sorted() } }

  /// The text without its secrets.
  ///
  /// Costs one look at a lock where there are none, else a comparison with each form at each byte that
  /// one begins with.
  package static func text(_ text: String) -> String {
    let text = SecretReference.replacing(in: text) { _ in hidden }
    guard let found = redacted(text.utf8) else { return text }
    return String(decoding: found, as: UTF8.self)
  }

  /// The same for bytes.
  package static func bytes(_ bytes: [UInt8]) -> [UInt8] {
    redacted(bytes) ?? bytes
  }

  /// How many bytes at a cut may be the beginning of a value that goes on behind it.
  package static var reach: Int { forms.withLock { max(1, $0.all.first?.count ?? 1) - 1 } }

  /// Where values are in the bytes; for what is to be cut, which would make a part of a value unknown.
  package static func places(in bytes: Span<UInt8>) -> [Range<Int>] {
    let forms = forms.withLock { $0 }
    guard !forms.all.isEmpty else { return [] }
    return places(in: bytes.indices.map { bytes[$0] }, forms)
  }

  private static func places(in bytes: [UInt8], _ forms: Forms) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var at = 0
    while at < bytes.count {
      if forms.begins[Int(bytes[at])],
        let form = forms.all.first(where: { bytes[at...].starts(with: $0) })
      {
        found.append(at..<at + form.count)
        at += form.count
      } else {
        at += 1
      }
    }
    return found
  }

  /// The bytes without the values; nil where there are none in them.
  private static func redacted(_ bytes: some Collection<UInt8>) -> [UInt8]? {
    let forms = forms.withLock { $0 }
    guard !forms.all.isEmpty else { return nil }
    let bytes = Array(bytes)
    let found = places(in: bytes, forms)
    guard !found.isEmpty else { return nil }
    var result: [UInt8] = []
    var end = 0
    for place in found {
      result += bytes[end..<place.lowerBound] + hidden.utf8
      end = place.upperBound
    }
    return result + bytes[end...]
  }
}
