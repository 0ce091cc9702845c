private import Glibc
private import SwpipeSystem

/// A thread beside those of a run, which nobody waits for.
enum DetachedThread {
  private static let stackSize = 256 << 10

  /// Starts it; returns an error number, or 0.
  static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Int32 {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(
      Body {
        ThreadIdentity.name(name)
        body()
      }
    )
    let code = pthread_create(
      &thread,
      &attributes,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      },
      argument.toOpaque()
    )
    if code != 0 { argument.release() }
    return code
  }

  /// What the C entry point gets.
  private final class Body: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }
}
