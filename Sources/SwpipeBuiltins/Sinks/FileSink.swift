internal import Glibc
internal import SwpipeCore
internal import SwpipeSystem

/// The sink `file`.
enum FileSink {
  static let path = Parameter<String>.file("path", "The file to write.")
  static let append = Parameter<Bool>.boolean(
    "append",
    default: false,
    "Whether elements go behind what the file holds already, at once."
  )
  static let onStop = Parameter<String>.choice(
    "on_stop",
    of: ["partial", "keep"],
    default: "partial",
    "What a run that a signal ended leaves: what it has written beside the file, or as the file."
  )
  static let durable = Parameter<Bool>.boolean(
    "durable",
    default: true,
    "Whether the elements are on the disk before they take the place of the old file."
  )

  static let definition = Definition(
    name: "file",
    summary: "Writes a file",
    details: """
      The file appears when the run is complete: when its sources have come to their end, or a `take` or \
      `--limit` has its elements, and no element was given up. Until then the elements are in a hidden \
      file beside it, `.NAME.swpipe-1`, which is renamed in the end. So a reader never sees half a file. A \
      run that fails, or that a signal ends, leaves the old file as it was and keeps what it has written \
      as `NAME.partial`, and says so; an older `NAME.partial` is replaced. For a source without an end \
      `on_stop: keep` makes a file of what was written when a signal came.

      The elements are on the disk before the old file goes (fsync); `durable: false` saves that time where a \
      power failure may cost the file. The new file has the permissions of the old one without its \
      setuid and setgid bits, and its owner where the user may give it away. A run that is killed leaves \
      its hidden file; the next run that writes the same file names it, and none deletes it.

      With `append: true` elements are written at once and stay, whatever comes of the run. So are dead \
      letters: without `append` the first one of a run begins the file anew, and what it held before is \
      kept as `NAME.old`, or `NAME.old.2` and so on where that is taken; a run without dead letters leaves the file as it was. FIFOs and devices are \
      written directly. A file that the run reads is refused.

      \(WritingFormat.details)
      """,
    parameters: [path.info, append.info, onStop.info, durable.info] + WritingFormat.parameters,
    examples: [
      Example(
        "a device is written directly",
        spec: """
          stages:
            - map: identity
          sink: {file: /dev/stdout}

          """,
        input: "one\n",
        output: "one\n"
      ),
      Example(
        "a table with columns of its own, although there is no row",
        spec: """
          source: {stdin: {format: jsonl}}
          stages:
            - map: identity
          sink: {file: {path: /dev/stdout, format: csv, columns: [id, name]}}

          """,
        output: "id,name\n"
      ),
      Example(
        "edge: a directory that is not there",
        spec: """
          stages:
            - map: identity
          sink: {file: no/such/directory/out.txt}

          """,
        error: "cannot write no/such/directory/out.txt: there is no directory no/such/directory"
      ),
    ],
    role: .sink(
      SinkRole(
        deadLetterArguments: WritingFormat.ofDeadLetters,
        accepts: { WritingFormat.of($0).accepts },
        make: { (arguments, context) throws(RunFailure) in try open(arguments, context) }
      )
    ),
    check: { WritingFormat.check($0) + checkEnd($0) }
  )

  /// What speaks against words on the end of a file that are without effect.
  private static func checkEnd(_ arguments: Arguments) -> [ArgumentProblem] {
    guard arguments[append] else { return [] }
    var words: [String] = []
    if arguments[onStop] != "partial" { words.append(onStop.info.name) }
    if !arguments[durable] { words.append(durable.info.name) }
    return words.map { word in
      ArgumentProblem(
        parameter: word,
        message:
          "`append: true` writes each element to the file at once, so `\(word)` has no effect",
        help: "leave one of the two out"
      )
    }
  }

  private static func open(_ arguments: Arguments, _ context: SinkContext) throws(RunFailure)
    -> any Sink
  {
    let path = arguments[path]
    if let descriptor = OwnDescriptor.number(path) {
      try OutputIdentity.check(descriptor: descriptor, path, against: context.inputPaths)
      return StreamSink(
        Output(descriptor: descriptor, name: path, isOwned: false),
        encoder: WritingFormat.of(arguments).encoder(arguments)
      )
    }
    try OutputIdentity.check(path: path, against: context.inputPaths)
    var status = stat()
    let exists = stat(path, &status) == 0
    if !exists, errno != ENOENT { throw failure(path, .last) }
    switch exists ? status.st_mode & S_IFMT : S_IFREG {
    case S_IFREG where arguments[append]:
      let format = WritingFormat.of(arguments)
      if let appender = format.appender, exists, status.st_size > 0 {
        let encoder = try appender(arguments, path)
        return StreamSink(try open(path, O_WRONLY | O_APPEND), encoder: encoder)
      }
      return StreamSink(
        try open(path, O_WRONLY | O_APPEND | O_CREAT),
        encoder: format.encoder(arguments)
      )
    case S_IFREG where context.keepsEachElement:
      return try FreshFileSink(
        path: path,
        encoder: WritingFormat.of(arguments).encoder(arguments),
        context
      )
    case S_IFREG:
      return try ReplacingFileSink(
        path: path,
        old: exists ? OldFile(status) : nil,
        policy: ReplacingFileSink.Policy(
          keepsOnStop: arguments[onStop] == "keep",
          isDurable: arguments[durable]
        ),
        encoder: WritingFormat.of(arguments).encoder(arguments),
        context
      )
    case S_IFIFO:
      return StreamSink(
        Output(openingLater: path),
        encoder: WritingFormat.of(arguments).encoder(arguments)
      )
    default:
      return StreamSink(
        try open(path, O_WRONLY),
        encoder: WritingFormat.of(arguments).encoder(arguments)
      )
    }
  }

  private static func open(_ path: String, _ flags: Int32) throws(RunFailure) -> Output {
    let descriptor = Glibc.open(path, flags | O_CLOEXEC | O_NOCTTY, 0o666)
    if descriptor < 0 { throw failure(path, .last) }
    return Output(descriptor: descriptor, name: path, isOwned: true)
  }

  /// The failure of an output that cannot be opened.
  static func failure(_ path: String, _ error: SystemError) -> RunFailure {
    let directory = FilePath.directory(of: path)
    switch error.number {
    case ENOENT where access(directory, F_OK) != 0:
      return RunFailure(
        .output,
        "cannot write \(path): there is no directory \(directory)",
        help: "make it with `mkdir -p \(directory)`"
      )
    case ENAMETOOLONG where FilePath.name(of: path).utf8.count > FilePath.longestName:
      return RunFailure(
        .output,
        "cannot write \(path): the name has \(FilePath.name(of: path).utf8.count) bytes, and a file's name "
          + "may have \(FilePath.longestName)",
        help: "use a shorter name"
      )
    case EACCES, EPERM:
      return RunFailure(
        .output,
        "cannot write \(path): \(error.words)",
        help: "check the permissions of the file and of the directory \(directory)"
      )
    default: return RunFailure(.output, "cannot write \(path): \(error.words)")
    }
  }
}
