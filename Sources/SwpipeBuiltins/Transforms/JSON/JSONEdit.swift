internal import SwpipeCore

/// A transform that changes members of its elements in place.
struct JSONEdit: MapTransform {
  private var editor: JSONEditor

  init(_ editor: JSONEditor) {
    self.editor = editor
  }

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    try editor.append(element, to: &output)
  }
}
