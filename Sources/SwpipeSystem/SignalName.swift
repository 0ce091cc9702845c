private import CLinux

/// What signals are called.
package enum SignalName {
  /// With its `SIG`, as `SIGSEGV`; nil where the system has no name for the number.
  package static func text(of number: Int32) -> String? {
    swp_signal_name(number).map { "SIG" + String(cString: $0) }
  }
}
