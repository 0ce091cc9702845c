/// Which of the compiler's sanitizers the binary was built for.
package enum Sanitizer {
  /// Whether it is one: memory is then taken and system calls are made that are not the program's.
  #if ADDRESS_SANITIZER || THREAD_SANITIZER
  package static let isOn = true
  #else
  package static let isOn = false
  #endif
}
