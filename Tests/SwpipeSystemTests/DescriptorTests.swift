import Glibc
import SwpipeSystem
import Testing

@Suite struct DescriptorTests {
  @Test func `a wait says which of its descriptors are ready`() throws {
    let (read, write) = try Descriptor.pipe().release()
    let writing = Descriptor(write)
    let bell = try EventDescriptor()
    let stop = try EventDescriptor()
    var wait = DescriptorWait()
    (wait.input, wait.output, wait.bell, wait.stop) = (read, write, bell.number, stop.number)
    #expect(try wait.wait(nanoseconds: 0) == [])
    wait.writes = true
    #expect(try wait.wait(nanoseconds: nil) == .writable)
    bell.signal()
    bell.signal()
    stop.signal()
    try withUnsafeBytes(of: UInt8(7)) { try Descriptor.writeAll(write, $0) }
    #expect(try wait.wait(nanoseconds: nil) == [.readable, .writable, .rung, .stopped])
    let heard = [bell.hear(), bell.hear()]
    #expect(heard == [true, false])
    wait.input = -1
    do { _ = Descriptor(read) }
    #expect(try wait.wait(nanoseconds: nil) == [.deaf, .stopped])
    #expect(writing.release() == write)
    close(write)
  }

  @Test func `a descriptor is closed with its owner, and not when it is released`() throws {
    let (first, second) = try Descriptor.socketPair().release()
    do { _ = Descriptor(first) }
    #expect(fcntl(first, F_GETFD) == -1)
    let released = Descriptor(second).release()
    #expect(fcntl(released, F_GETFD) == FD_CLOEXEC)
    close(released)
  }

  @Test func `a moment too far away is none`() throws {
    #expect(MonotonicClock.moment(in: .max) == nil)
    let soon = try #require(MonotonicClock.moment(in: 1000))
    #expect(soon > 0 && soon <= MonotonicClock.now + 1000)
  }

  @Test func `variables are set once`() {
    setenv("SWPIPE_TEST_OF_ENVIRONMENT", "before", 1)
    let entries = ProcessEnvironment.setting([("SWPIPE_TEST_OF_ENVIRONMENT", "after")])
    let found = entries.filter { $0.hasPrefix("SWPIPE_TEST_OF_ENVIRONMENT=") }
    #expect(found == ["SWPIPE_TEST_OF_ENVIRONMENT=after"])
  }
}
