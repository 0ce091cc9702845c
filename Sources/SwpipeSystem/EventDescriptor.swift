private import CLinux
private import Glibc

/// A descriptor that polls as readable from a signal on until it is heard (eventfd), for those who wait
/// for other descriptors too.
package struct EventDescriptor: ~Copyable, Sendable {
  private let descriptor: Descriptor

  package var number: Int32 { descriptor.number }

  package init() throws(SystemError) {
    let made = swp_eventfd()
    guard made >= 0 else { throw SystemError(-made) }
    descriptor = Descriptor(made)
  }

  /// Makes it readable; from any thread, at the cost of a system call.
  package func signal() {
    var one: UInt64 = 1
    // It can only fail where it is readable already.
    _ = Glibc.write(number, &one, 8)
  }

  /// Makes it unreadable again; whether it was readable.
  @discardableResult
  package func hear() -> Bool {
    var count: UInt64 = 0
    return Glibc.read(number, &count, 8) == 8
  }
}
