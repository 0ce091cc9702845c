import CommandSupport
import Testing

/// The package for plugins in Python, as swpipe sees it; its own tests are in Sources/python/tests.
@Suite struct PythonPluginTests {
  private static func run(
    _ module: String,
    _ spec: String,
    input: String = ""
  ) async throws -> Outcome {
    let top = spec.contains("source:") ? "" : "source: {stdin: {format: jsonl}}\n"
    return try await Swpipe.run(
      "run",
      "specs/spec.yaml",
      input: input,
      files: ["specs/rates.py": module, "specs/spec.yaml": top + spec]
    )
  }

  @Test func `a plain function is a transform, found beside the spec`() async throws {
    let outcome = try await Self.run(
      "def rate(x):\n    return x * 2\n",
      "plugins: [{python: 'rates:rate'}]\nstages: [{map: rate, workers: 2, ordered: true}]\n",
      input: (1...50).map { "\($0)\n" }.joined()
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.compactMap { Int($0) } == (1...50).map { 2 * $0 }, "\(outcome)")
  }

  private static let guide = """
    import swpipe_plugin
    from swpipe_plugin import transform

    def on_start(worker_info):
        return {"session": f"session {worker_info.index}"}

    def on_done(session, stage_status):
        print("closed", session, stage_status.last)

    @transform("tag", on_start=on_start, on_done=on_done)
    def tag(x, session, element_index, *, word: str = "none", times: int = 1):
        \"\"\"Tags an element.

        word: What to add.
        \"\"\"
        return [x, session, list(element_index), word * times]

    @transform
    async def later(x):
        return x

    if __name__ == "__main__":
        swpipe_plugin.run()

    """

  @Test func `arguments are injected by name and parameters checked`() async throws {
    let outcome = try await Self.run(
      Self.guide,
      "plugins: [rates.py]\nstages: [{map: {tag: {word: ab, times: 2}}}]\n",
      input: "7\n"
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.text == "[7,\"session 0\",[0],\"abab\"]\n", "\(outcome)")
    // What it prints is log.
    #expect(outcome.errors.contains("tag/0: closed session 0 True"), "\(outcome)")
    let wrong = try await Self.run(
      Self.guide,
      "plugins: [rates.py]\nstages: [{map: {tag: {wrd: ab, times: two}}}]\n"
    )
    #expect(wrong.status == 78, "\(wrong)")
    #expect(wrong.errors.contains("did you mean `word`?"), "\(wrong)")
    #expect(wrong.errors.contains("[wrong-type]"), "\(wrong)")
  }

  @Test func `an exception is the element's error, with its traceback`() async throws {
    let outcome = try await Self.run(
      "def rate(x):\n    return 1 / x\n",
      "plugins: [{python: 'rates:rate'}]\nstages: [{map: rate}]\n",
      input: "1\n0\n"
    )
    #expect(outcome.status == 65, "\(outcome)")
    #expect(
      outcome.errors.contains("error: stage `rate`: ZeroDivisionError: division by zero\n"),
      "\(outcome)"
    )
    #expect(outcome.errors.contains("rates.py:2 in rate"), "\(outcome)")
    #expect(outcome.errors.contains("input: standard input:2"), "\(outcome)")
  }

  @Test func `async functions wait side by side`() async throws {
    let module = """
      import asyncio
      waiting = 0

      async def meet(x):
          \"\"\"Returns when ten of its calls are waiting.\"\"\"
          global waiting
          waiting += 1
          while waiting < 10:
              await asyncio.sleep(0.001)
          return x

      """
    let outcome = try await Self.run(
      module,
      "plugins: [{python: 'rates:meet'}]\nstages: [{map: meet, maxsize: 20}]\n",
      input: (1...10).map { "\($0)\n" }.joined()
    )
    #expect(outcome.status == 0 && outcome.lines.count == 10, "\(outcome)")
  }

  @Test func `an async function that takes too long is cancelled and the others go on`()
    async throws
  {
    let module = """
      import asyncio

      async def nap(x):
          if x == 3:
              try:
                  await asyncio.sleep(3600)
              finally:
                  print("cancelled", flush=True)
          return x

      """
    let outcome = try await Self.run(
      module,
      "plugins: [{python: 'rates:nap'}]\n"
        + "stages: [{map: nap, maxsize: 20, timeout: 500ms, on_error: skip}]\n",
      input: (1...10).map { "\($0)\n" }.joined()
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.compactMap { Int($0) } == [1, 2, 4, 5, 6, 7, 8, 9, 10], "\(outcome)")
    #expect(outcome.errors.contains("nap/0: cancelled"), "\(outcome)")
  }

  @Test func `a mistake in the module is an error of the spec, shown above it`() async throws {
    let outcome = try await Self.run(
      "def rate(x)\n    return x\n",
      "plugins: [{python: 'rates:rate'}]\nstages: [{map: rate}]\n"
    )
    #expect(outcome.status == 78, "\(outcome)")
    #expect(outcome.errors.contains("SyntaxError"), "\(outcome)")
    #expect(
      outcome.errors.contains("spec.yaml:2:20") || outcome.errors.contains("[plugin-unusable]")
    )
    let missing = try await Self.run(
      "def rate(x):\n    return x\n",
      "plugins: [{python: 'rates:rat'}]\nstages: [{map: rat}]\n"
    )
    #expect(missing.status == 78 && missing.errors.contains("rat"), "\(missing)")
  }

  @Test func `a function of a number takes no text, and validate says the way out`() async throws {
    let module = "def rate(x: int):\n    return x + 1\n"
    let stages = "plugins: [{python: 'rates:rate'}]\nstages: [{map: rate}]\n"
    let text = try await Self.run(module, "source: stdin\n" + stages, input: "1\n")
    #expect(text.status == 78, "\(text)")
    #expect(
      text.errors.contains("error[type-mismatch]: `rate` takes json, but `source` gives text"),
      "\(text)"
    )
    #expect(text.errors.contains("read the source with `format: jsonl`"), "\(text)")
    let json = try await Self.run(module, stages, input: "1\n")
    #expect(json.status == 0 && json.text == "2\n", "\(json)")
  }
}
