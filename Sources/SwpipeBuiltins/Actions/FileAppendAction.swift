internal import SwpipeCore

/// `file.append` in `on_done`: a last line when a worker is done.
enum FileAppendAction {
  static let line = Parameter<Template>.template("line", "What is written.")

  static let definition = Definition(
    name: "file.append",
    summary: "Writes a line to a file when a worker is done",
    details: """
      The file is a resource of the stage. Of a worker that was lost the file is gone with it: the \
      action says so in the log and writes nothing.
      """,
    parameters: [line.info],
    examples: [
      Example(
        "A total behind the elements",
        spec: """
          stages:
            - each: file.append
              on_start: {file: {file: /dev/stdout}}
              on_done: [{file.append: '{{ $stage_status.in }} in all'}]
          sink: discard

          """,
        input: "a\nb\n",
        output: "a\nb\n2 in all\n"
      ),
      Example(
        "What a counter holds",
        spec: """
          stages:
            - each: {counter.add: 10}
              on_start: {sum: {counter: {}}, report: {file: /dev/stdout}}
              on_done: [{file.append: '{"sum": {{ $sum }}}'}]
          sink: discard

          """,
        input: "a\nb\n",
        output: "{\"sum\": 20}\n"
      ),
      Example(
        "edge: without a file",
        spec: """
          stages:
            - map: identity
              on_done: [{file.append: done}]

          """,
        input: "a\n",
        error: "file"
      ),
    ],
    role: .action(
      ActionRole(resources: [AppendFile.request]) { (arguments, context) throws(RunFailure) in
        guard !context.isLost else {
          context.log.write(
            .warning,
            "file.append was left out: the worker is lost, and its file with it",
            stage: context.workerInfo.stage
          )
          return
        }
        let file = try AppendFile.request.find(AppendFile.self, in: context)
        let text = try TemplateRenderer(arguments[line], action: context).actionText()
        do throws(ElementFailure) {
          try file.append(Array((text + "\n").utf8).span)
        } catch {
          throw RunFailure(.resource, error.message)
        }
      }
    )
  )
}
