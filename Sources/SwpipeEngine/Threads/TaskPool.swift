private import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// The threads that Swift runs tasks on, which are libdispatch's.
///
/// Where they cannot be made, libdispatch tries for ever; where a descriptor cannot, it ends the program
/// with an illegal instruction. Neither says why, so what it needs is tried before the first task starts.
enum TaskPool {
  /// The descriptors that libdispatch may open.
  private static let descriptors = 6

  /// Fails where there are not enough descriptors or threads for a pool.
  ///
  /// Costs about 20 µs for each processor.
  static func check() throws(RunFailure) {
    try checkDescriptors()
    try checkThreads()
  }

  private static func checkDescriptors() throws(RunFailure) {
    var opened: [Bell] = []
    defer { withExtendedLifetime(opened) {} }
    do throws(RunFailure) {
      for _ in 0..<descriptors { opened.append(try Bell()) }
    } catch {
      throw RunFailure(
        .resource,
        "tasks cannot be started: \(error.message)",
        help: "raise the limit on open files (`ulimit -n`), or use `kind: thread`"
      )
    }
  }

  /// Has as many threads as processors, and one that waits for times, at once, with stacks of the usual
  /// size.
  private static func checkThreads() throws(RunFailure) {
    let gate = Futex()
    var threads: [pthread_t] = []
    defer {
      gate.open()
      for thread in threads { pthread_join(thread, nil) }
    }
    for _ in 0...max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) {
      do throws(SystemError) {
        threads.append(try SystemThread.start { gate.wait() })
      } catch {
        throw RunFailure(
          .resource,
          "tasks cannot be started: a thread could not be made: \(error.words)",
          help: "raise the limit on threads (`ulimit -u`) or on memory (`ulimit -v`)"
        )
      }
    }
  }
}
