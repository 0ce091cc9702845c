private import Glibc

/// Texts as C's exec family takes them.
package enum CStrings {
  /// Calls `body` with an array of C strings that ends with a null pointer.
  package static func with<Value, Failure: Error>(
    _ texts: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let count = texts.count
    let strings = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: count + 1)
    for (i, text) in texts.enumerated() { strings[i] = strdup(text) }
    strings[count] = nil
    defer {
      for i in 0..<count { free(strings[i]) }
      strings.deallocate()
    }
    return try body(UnsafePointer(strings))
  }
}
