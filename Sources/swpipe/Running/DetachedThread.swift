private import SwpipeSystem

/// A thread beside those of a run, which nobody waits for.
enum DetachedThread {
  private static let stackSize = 256 << 10

  /// Starts it; returns an error number, or 0.
  static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Int32 {
    do throws(SystemError) {
      try SystemThread.detach(name, stackSize: stackSize, body)
      return 0
    } catch {
      return error.number
    }
  }
}
