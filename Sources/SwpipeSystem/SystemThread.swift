package import Glibc

/// Makes POSIX threads that run one closure each.
package enum SystemThread {
  /// Starts a thread that nobody joins.
  ///
  /// `stackSize` is in bytes, of which only touched pages cost memory; `name` is what debuggers see.
  package static func detach(
    _ name: String,
    stackSize: Int,
    _ body: @escaping @Sendable () -> Void
  ) throws(SystemError) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    _ = try start(&attributes) {
      ThreadIdentity.name(name)
      body()
    }
  }

  /// Starts a thread with a stack of the usual size, for somebody who joins it.
  package static func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) -> pthread_t
  {
    try start(nil, body)
  }

  private static func start(
    _ attributes: UnsafePointer<pthread_attr_t>?,
    _ body: @escaping @Sendable () -> Void
  ) throws(SystemError) -> pthread_t {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(Body(body))
    let code = pthread_create(
      &thread,
      attributes,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      },
      argument.toOpaque()
    )
    guard code == 0 else {
      argument.release()
      throw SystemError(code)
    }
    return thread
  }

  /// What the C entry point gets.
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }
}
