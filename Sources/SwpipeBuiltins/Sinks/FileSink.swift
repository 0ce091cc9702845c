internal import Glibc
internal import SwpipeCore

/// The sink `file`.
enum FileSink {
  static let path = Parameter<String>.file("path", "The file to write.")
  static let append = Parameter<Bool>.boolean(
    "append",
    default: false,
    "Whether elements go behind what the file holds already, at once."
  )

  static let definition = Definition(
    name: "file",
    summary: "Writes a file",
    details: """
      The file appears when the run is done: until then its elements stand in a hidden file beside it, \
      which is renamed in the end and removed if the run fails. So a reader never sees half a file, and a \
      failed run leaves the old one. Its permissions stay what they were. With `append: true` elements are \
      written at once and stay, whatever comes of the run. FIFOs and devices are written directly. A file \
      that the run reads is refused.

      \(SinkFormat.details)
      """,
    parameters: [path.info, append.info] + SinkFormat.parameters,
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
        accepts: SinkFormat.acceptance,
        make: { (arguments, context) throws(RunFailure) in try open(arguments, context) }
      )
    ),
    check: SinkFormat.check
  )

  private static func open(_ arguments: Arguments, _ context: SinkContext) throws(RunFailure)
    -> any Sink
  {
    let path = arguments[path]
    if let descriptor = OwnDescriptor.number(path) {
      try OutputIdentity.check(descriptor: descriptor, path, against: context.inputPaths)
      return StreamSink(
        Output(descriptor: descriptor, name: path, isOwned: false),
        encoder: SinkFormat.encoder(arguments)
      )
    }
    try OutputIdentity.check(path: path, against: context.inputPaths)
    var status = stat()
    let exists = stat(path, &status) == 0
    switch exists ? status.st_mode & S_IFMT : S_IFREG {
    case S_IFREG where arguments[append]:
      return StreamSink(
        try open(path, O_WRONLY | O_APPEND | O_CREAT),
        encoder: SinkFormat.encoder(arguments)
      )
    case S_IFREG:
      return try ReplacingFileSink(
        path: path,
        mode: exists ? status.st_mode & 0o7777 : nil,
        encoder: SinkFormat.encoder(arguments)
      )
    case S_IFIFO:
      return StreamSink(Output(openingLater: path), encoder: SinkFormat.encoder(arguments))
    default: return StreamSink(try open(path, O_WRONLY), encoder: SinkFormat.encoder(arguments))
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
