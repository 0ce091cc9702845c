extension RunFailure {
  /// The help where a process did not start that may allocate only so many bytes; nil without a limit.
  package static func help(startingWith memory: Int) -> String? {
    memory > 0 ? "`memory: \(SizeText.text(memory))` may be too little for it to start" : nil
  }
}
