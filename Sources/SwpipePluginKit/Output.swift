internal import CSwpipePlugin

/// What a transform says of one element: what comes out, and whether it stays.
public struct Output: ~Copyable {
  private let output: UnsafeMutablePointer<swpipe_output>
  private let element: UnsafePointer<swpipe_element>
  private(set) var isKept = false

  init(
    _ output: UnsafeMutablePointer<swpipe_output>,
    _ element: UnsafePointer<swpipe_element>
  ) {
    self.output = output
    self.element = element
  }

  /// Emits an element.
  ///
  /// False where nothing more is taken, which who emits without end must heed.
  @discardableResult
  public mutating func emit(_ bytes: Span<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      output.pointee.emit(output, bytes.baseAddress, bytes.count) != 0
    }
  }

  /// Emits an element.
  @discardableResult
  public mutating func emit(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      output.pointee.emit(output, bytes.baseAddress, bytes.count) != 0
    }
  }

  /// Writes a part of an element, which `end` ends.
  @discardableResult
  public mutating func write(_ bytes: Span<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      output.pointee.write(output, bytes.baseAddress, bytes.count) != 0
    }
  }

  /// Writes a part of an element, which `end` ends.
  @discardableResult
  public mutating func write(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      output.pointee.write(output, bytes.baseAddress, bytes.count) != 0
    }
  }

  /// Ends the element that was written.
  @discardableResult
  public mutating func end() -> Bool { output.pointee.end(output) != 0 }

  /// Says of a filter's element that it stays; without this it does not.
  public mutating func keep(_ isKept: Bool = true) {
    self.isKept = isKept
  }

  /// Whether the element is JSON.
  public var isJSON: Bool { element.pointee.type == SWPIPE_JSON }

  /// The element's position in its source, and one number more for each flat_map that it passed
  /// through; empty unless the transform says that it needs it.
  public var elementIndex: [Int] {
    UnsafeBufferPointer(start: element.pointee.index, count: element.pointee.index_count).map {
      Int($0)
    }
  }
}
