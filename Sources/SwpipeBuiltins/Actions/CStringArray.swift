internal import Glibc

/// Texts as C's exec family takes them.
enum CStringArray {
  /// Calls `body` with an array of C strings that ends with a null pointer.
  static func with<Result>(
    _ texts: [String],
    _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = texts.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}
