private import Glibc

/// Bytes that were read and are not used up yet; grows with the largest frame and no further.
package final class ReceiveBuffer {
  private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  private var start = 0
  private var end = 0

  package init() {}

  deinit {
    memory.deallocate()
  }

  /// The bytes at hand; valid until the next `read`.
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: memory[start..<end])
  }

  package var isEmpty: Bool { start == end }

  package func consume(_ count: Int) {
    start += count
    if start == end {
      start = 0
      end = 0
    }
  }

  /// Reads what is there; false at the end, nil where nothing is there yet.
  package func read(_ descriptor: Int32) -> Bool? {
    makeRoom()
    let room = UnsafeMutableRawBufferPointer(rebasing: memory[end...])
    while true {
      let count = Glibc.read(descriptor, room.baseAddress, room.count)
      if count > 0 {
        end += count
        return true
      }
      if count == 0 { return false }
      if errno == EAGAIN { return nil }
      if errno != EINTR { return false }
    }
  }

  /// Makes room for at least a quarter of the memory, by moving what is there or by more memory.
  private func makeRoom() {
    if memory.count - end >= memory.count / 4 { return }
    let used = end - start
    if used <= memory.count / 2 {
      memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<end]))
    } else {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: memory.count * 2,
        alignment: 16
      )
      larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<end]))
      memory.deallocate()
      memory = larger
    }
    start = 0
    end = used
  }
}
