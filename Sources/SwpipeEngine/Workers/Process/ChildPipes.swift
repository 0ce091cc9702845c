internal import CLinux
private import Glibc

/// The descriptors between a run and a process that it is about to start, both ends of each.
struct ChildPipes {
  /// What the process gets.
  private(set) var theirs = swp_descriptors(input: -1, output: -1, errors: -1, control: -1)
  /// Our end of what it reads.
  private(set) var input: Int32 = -1
  /// Our end of what it writes.
  private(set) var output: Int32 = -1
  /// Our end of its standard error.
  private(set) var errors: Int32 = -1

  /// The bytes that may be on their way in each direction, where the system allows so many.
  private static let capacity: Int32 = 1 << 20

  /// One socket for both directions, the process's descriptor 3; 0 or a negative errno.
  mutating func openControl() -> Int32 {
    var pair: [Int32] = [-1, -1]
    let code = swp_socket_pair(&pair)
    guard code == 0 else { return code }
    (input, output, theirs.control) = (pair[0], pair[0], pair[1])
    return 0
  }

  /// Pipes as its standard input and output, ours not blocking; 0 or a negative errno.
  mutating func openStandard() -> Int32 {
    var pair: [Int32] = [-1, -1]
    var code = swp_pipe(&pair)
    guard code == 0 else { return code }
    (theirs.input, input) = (pair[0], pair[1])
    code = swp_pipe(&pair)
    guard code == 0 else { return code }
    (output, theirs.output) = (pair[0], pair[1])
    swp_tune_pipe(input, ChildPipes.capacity)
    swp_tune_pipe(output, ChildPipes.capacity)
    return 0
  }

  /// A pipe as its standard error; 0 or a negative errno.
  mutating func openErrors() -> Int32 {
    var pair: [Int32] = [-1, -1]
    let code = swp_pipe(&pair)
    guard code == 0 else { return code }
    (errors, theirs.errors) = (pair[0], pair[1])
    return 0
  }

  func closeTheirs() {
    for descriptor in [theirs.input, theirs.output, theirs.errors, theirs.control]
    where descriptor >= 0 {
      close(descriptor)
    }
  }

  func closeOurs() {
    for descriptor in Set([input, output, errors]) where descriptor >= 0 { close(descriptor) }
  }
}
