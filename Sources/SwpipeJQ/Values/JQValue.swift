/// A value while a program runs: 16 bytes without references, so that copying one costs nothing.
///
/// What is larger than that is in a block of the evaluation's heap, or is still the text of the
/// element, of which the value holds the node's number in the index.
struct JQValue {
  enum Kind: UInt8 {
    case null
    case `false`
    case `true`
    /// A double that was computed; `payload` is its bits.
    case number
    /// A number as it was written, in a block with its digits and its double.
    case literal
    /// A number of the element.
    case documentNumber
    case string
    case documentString
    case array
    case documentArray
    case object
    case documentObject
    /// A filter given as an argument: `hash` is its number, `payload` the frame where it was made.
    case closure
    /// A label; `payload` is its number.
    case label
    /// A path, as a chain of blocks from its last key to its first.
    case path
    /// The empty path.
    case root
    /// The place of a value that no path leads to.
    case nowhere
    /// Two numbers for the machine's own use.
    case machine
  }

  /// A double's bits, a block's address or a node's number.
  var payload: UInt64
  /// The hash of a string that is a key of an object; free otherwise.
  var hash: UInt32 = 0
  var kind: Kind
  var flags: UInt8 = 0

  /// Nothing else refers to its block, which may be changed in place.
  static let unique: UInt8 = 1
  /// Its block is a constant of the program, which never moves.
  static let fixed: UInt8 = 2

  @inline(__always)
  init(_ kind: Kind, payload: UInt64 = 0, hash: UInt32 = 0, flags: UInt8 = 0) {
    self.payload = payload
    self.hash = hash
    self.kind = kind
    self.flags = flags
  }

  @inline(__always)
  init(_ number: Double) { self.init(.number, payload: number.bitPattern) }

  @inline(__always)
  init(_ number: Int) { self.init(Double(number)) }

  @inline(__always)
  init(_ truth: Bool) { self.init(truth ? .true : .false) }

  @inline(__always)
  init(_ kind: Kind, _ block: UnsafeMutableRawPointer, flags: UInt8 = 0) {
    self.init(kind, payload: UInt64(UInt(bitPattern: block)), flags: flags)
  }

  static var null: JQValue { JQValue(.null) }

  /// The double of a value of the kind `number`.
  @inline(__always)
  var double: Double { Double(bitPattern: payload) }

  /// The node of a value that is still the element's text.
  @inline(__always)
  var node: Int { Int(truncatingIfNeeded: payload) }

  @inline(__always)
  var isUnique: Bool { flags & JQValue.unique != 0 }

  /// The same value as something else holds it, too.
  @inline(__always)
  var shared: JQValue {
    var copy = self
    copy.flags &= ~JQValue.unique
    return copy
  }

  /// False for null and false alone.
  @inline(__always)
  var isTrue: Bool { kind != .null && kind != .false }

  @inline(__always)
  var isNumber: Bool {
    kind.rawValue >= Kind.number.rawValue && kind.rawValue <= Kind.documentNumber.rawValue
  }

  @inline(__always)
  var isString: Bool { kind == .string || kind == .documentString }

  @inline(__always)
  var isArray: Bool { kind == .array || kind == .documentArray }

  @inline(__always)
  var isObject: Bool { kind == .object || kind == .documentObject }

  /// Whether it has a block of the heap.
  @inline(__always)
  var hasBlock: Bool {
    switch kind {
    case .literal, .string, .array, .object, .path: true
    default: false
    }
  }

  /// The order of the types: null, false, true, numbers, strings, arrays, objects.
  @inline(__always)
  var rank: Int {
    switch kind {
    case .null: 0
    case .false: 1
    case .true: 2
    case .number, .literal, .documentNumber: 3
    case .string, .documentString: 4
    case .array, .documentArray: 5
    case .object, .documentObject: 6
    default: 7
    }
  }

  /// What `type` gives.
  var typeName: StaticString {
    switch rank {
    case 0: "null"
    case 1, 2: "boolean"
    case 3: "number"
    case 4: "string"
    case 5: "array"
    case 6: "object"
    default: "internal"
    }
  }
}

/// Why an evaluation does not go on; the value of an error is in the heap.
enum JQFault: Error {
  /// An error that `try` catches.
  case raised
  /// The evaluation needs more memory than it may have.
  case memory
}
