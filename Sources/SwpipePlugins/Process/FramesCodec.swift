package import SwpipeCore

/// Elements and answers as the frames of docs/plugin-protocol.md.
package struct FramesCodec: PluginCodec {
  /// Whether the element_index of each element goes along.
  package let sendsIndices: Bool
  /// The most bytes of a frame with answers.
  let mostReceived: Int

  package init(sendsIndices: Bool, mostReceived: Int = PluginFrame.largest) {
    self.sendsIndices = sendsIndices
    self.mostReceived = mostReceived
  }

  // MARK: To the plugin

  package mutating func encode(
    _ slice: borrowing Slice,
    _ range: Range<Int>,
    firstID: UInt64,
    to output: inout [UInt8]
  ) {
    let start = output.count
    PluginFrame.appendHeader(.batch, 0, to: &output)
    PluginFrame.append(firstID, to: &output)
    PluginFrame.append(UInt32(truncatingIfNeeded: range.count), to: &output)
    let depth = sendsIndices ? slice.depth : 0
    output.append(slice.type == .json ? 1 : 0)
    output.append(UInt8(truncatingIfNeeded: depth))
    output.append(contentsOf: [0, 0])
    for position in range {
      let count = slice.withElement(position) { $0.count }
      PluginFrame.append(UInt32(truncatingIfNeeded: count), to: &output)
    }
    for position in range {
      for level in 0..<depth {
        PluginFrame.append(slice.indexNumber(position, level: level), to: &output)
      }
    }
    for position in range {
      slice.withElement(position) { element in
        element.withUnsafeBufferPointer { output.append(contentsOf: $0) }
      }
    }
    let size = UInt32(truncatingIfNeeded: output.count - start - PluginFrame.headerSize)
    for i in 0..<4 { output[start + 4 + i] = UInt8(truncatingIfNeeded: size >> (8 * UInt32(i))) }
  }

  package func encodeCancel(_ id: UInt64, to output: inout [UInt8]) {
    PluginFrame.appendHeader(.cancel, 8, to: &output)
    PluginFrame.append(id, to: &output)
  }

  package func refusal(of element: Span<UInt8>) -> String? {
    // Room is left for the numbers around it.
    element.count > PluginFrame.largest - 4096
      ? "has \(element.count) bytes, more than a plugin's process can be sent" : nil
  }

  // MARK: From the plugin

  package mutating func decode(
    _ bytes: UnsafeRawBufferPointer,
    _ say: (PluginAnswer) throws(ProcessLoss) -> Void
  ) throws(ProcessLoss) -> Int {
    var consumed = 0
    while true {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[consumed...])
      let used = try decodeFrame(rest, say)
      if used == 0 { return consumed }
      consumed += used
    }
  }

  /// Reads the first frame alone, if it is complete; how many bytes it has.
  func decodeFrame(
    _ bytes: UnsafeRawBufferPointer,
    _ say: (PluginAnswer) throws(ProcessLoss) -> Void
  ) throws(ProcessLoss) -> Int {
    guard let size = try payloadSize(bytes) else { return 0 }
    guard let kind = PluginFrame.Kind(rawValue: bytes[1]) else {
      throw .broke("sent a frame of the unknown kind \(bytes[1])")
    }
    let end = PluginFrame.headerSize + size
    guard bytes.count >= end else { return 0 }
    try decode(kind, UnsafeRawBufferPointer(rebasing: bytes[PluginFrame.headerSize..<end]), say)
    return end
  }

  /// The payload's size of the frame that begins here; nil where its header is not complete.
  private func payloadSize(_ bytes: UnsafeRawBufferPointer) throws(ProcessLoss) -> Int? {
    guard let first = bytes.first else { return nil }
    guard first == PluginFrame.mark else {
      throw .broke(
        "wrote what is no frame on its standard output: \(FramesCodec.excerpt(of: bytes))"
      )
    }
    guard bytes.count >= PluginFrame.headerSize else { return nil }
    let size = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
    guard size <= PluginFrame.largest else {
      throw .broke("sent a frame of \(size) bytes, more than 1 GiB")
    }
    let most = mostBytes(bytes[1])
    guard size <= most else {
      throw .broke("sent a frame of kind \(bytes[1]) with \(size) bytes, more than \(most)")
    }
    return size
  }

  /// The most bytes of the payload of a frame, by its kind.
  private func mostBytes(_ kind: UInt8) -> Int {
    switch PluginFrame.Kind(rawValue: kind) {
    case .result, .part: mostReceived
    case .manifest: PluginLimits.manifest
    case .fail, .refused: PluginLimits.received
    case .started, .ended: 0
    case .hello, .start, .batch, .cancel, .done, nil: PluginFrame.largest
    }
  }

  private func decode(
    _ kind: PluginFrame.Kind,
    _ payload: UnsafeRawBufferPointer,
    _ say: (PluginAnswer) throws(ProcessLoss) -> Void
  ) throws(ProcessLoss) {
    var fields = FrameFields(payload)
    switch kind {
    case .result: try fields.result(say)
    case .part: try fields.part(say)
    case .fail: try say(.failed(try fields.long(), fields.restAsText()))
    case .manifest: try say(.manifest(Array(payload)))
    case .started: try say(.started)
    case .ended: try say(.ended)
    case .refused: try say(.refused(fields.restAsText()))
    case .hello, .start, .batch, .cancel, .done:
      throw .broke("sent a frame of kind \(kind.rawValue), which only swpipe sends")
    }
  }

  /// The first line of what should have been a frame, in quotes.
  private static func excerpt(of bytes: UnsafeRawBufferPointer) -> String {
    let line = bytes.prefix(4096).prefix { $0 != UInt8(ascii: "\n") }
    let text = Redaction.text(String(decoding: line, as: UTF8.self))
    return JSONText.quoted(String(text.prefix(80)))
  }
}
