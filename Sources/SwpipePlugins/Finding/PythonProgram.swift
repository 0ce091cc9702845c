internal import SwpipeCore
internal import SwpipeSystem

/// What can be said of a Python plugin that has ended before it said what it offers.
struct PythonProgram {
  private let words: [String]
  /// The file that it is; nil for a module.
  private let file: String?

  /// Nil where the words start no Python.
  init?(_ words: [String]) {
    guard PluginProgram.frames(words).isPython else { return nil }
    self.words = words
    file = words.first { $0.hasSuffix(".py") }
  }

  /// Why what it wrote is no frame.
  static let printHelp =
    "what Python prints before `run()` goes where frames are expected while it is unbuffered (`-u`, "
    + "PYTHONUNBUFFERED): print it later, or to sys.stderr"

  /// The way out for one whose process ended so; nil where none is known.
  ///
  /// May start Python once more, for not longer than 10 seconds.
  func help(for end: ProcessEnd, _ children: any ChildStarter) -> String? {
    if end.isSuccess {
      return file == nil
        ? nil : "end it with `run()`, or declare a function of it: `{python: 'module:function'}`"
    }
    guard needsKit, lacksKit(children) else { return nil }
    return "`\(interpreter)` does not find the package swpipe_plugin; \(PythonKit.search); in "
      + "swpipe's repository, `make install` puts both in place, and `pip install Sources/python` "
      + "puts the package into a virtual environment"
  }

  /// The program that runs it; a file that is executable names one in its first line.
  private var interpreter: String {
    words.first.flatMap { $0.hasSuffix(".py") ? nil : $0 } ?? "python3"
  }

  /// Whether it is started by the kit, or its file names it.
  private var needsKit: Bool {
    if words.contains(PluginProgram.pythonKit) { return true }
    let text = file.flatMap(SmallFile.read).map { String(decoding: $0, as: UTF8.self) }
    return text?.contains(PluginProgram.pythonKit) ?? false
  }

  /// Asks Python whether it finds the kit, beside the file as well.
  private func lacksKit(_ children: any ChildStarter) -> Bool {
    let folder = file?.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let script =
      "import importlib.util, sys; sys.path[0] = sys.argv[1] or '.'; "
      + "sys.exit(importlib.util.find_spec('\(PluginProgram.pythonKit)') is None)"
    let question = [interpreter, "-c", script, folder?.joined(separator: "/") ?? ""]
    guard let child = try? children.start(question, label: "python", memory: 0) else {
      return false
    }
    let channel = ProcessChannel(child, stop: -1)
    channel.closeInput()
    let deadline = MonotonicClock.now + FramesGreeting.helloLimit
    // Whatever it says, only how it ends counts.
    while case .received = channel.wait(until: deadline) {
      channel.received.consume(channel.received.bytes.count)
    }
    _ = channel.awaitEnd()
    return children.end(child) == .exited(1)
  }
}
