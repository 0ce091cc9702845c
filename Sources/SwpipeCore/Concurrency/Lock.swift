#if THREAD_SANITIZER
private import Glibc

/// The lock of builds for the thread sanitizer: the calls of `Mutex` over a POSIX mutex.
///
/// The sanitizer cannot see that `Mutex` orders what it guards; on Linux that is futex calls.
package struct Lock<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
  // SAFETY: the value is touched under the mutex only; both live as long as the lock.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let value: UnsafeMutablePointer<Value>

  package init(_ initial: consuming sending Value) {
    mutex = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    value = .allocate(capacity: 1)
    value.initialize(to: initial)
  }

  deinit {
    value.deinitialize(count: 1)
    value.deallocate()
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  package borrowing func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&value.pointee)
  }
}
#else
package import Synchronization

/// A lock around a value: `Mutex`, except in builds for the thread sanitizer.
package typealias Lock<Value: ~Copyable> = Mutex<Value>
#endif
