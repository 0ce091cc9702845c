import SwpipeCore

extension SpecKey {
  private static let retryExample = """
    stages:
      - map: {sleep: 10ms}
        on_error: {retry: {attempts: 4, backoff: 200ms, max_backoff: 5s, max_elapsed: 1m, jitter: true}, then: skip}

    """
  private static let usualRetry = ErrorPolicy.Retry(attempts: 2)

  private static let finals = ErrorPolicy.Final.allCases.map { final in
    Word(text: final.rawValue, summary: summary(of: final), example: example(of: final))
  }

  private static func summary(of final: ErrorPolicy.Final) -> String {
    switch final {
    case .fail: "The run ends with status 65"
    case .skip: "The element is dropped and counted"
    case .deadLetter: "The element goes to the sink that `dead_letter:` names"
    }
  }

  private static func example(of final: ErrorPolicy.Final) -> String {
    let stages = "stages:\n  - map: number.parse\n    on_error: \(final.rawValue)\n"
    return switch final {
    case .fail, .skip: stages
    case .deadLetter: stages + "dead_letter: {file: failed.jsonl}\n"
    }
  }

  private static let rowFinals = ErrorPolicy.Final.allCases.map { final in
    Word(text: final.rawValue, summary: rowSummary(of: final), example: rowExample(of: final))
  }

  private static func rowSummary(of final: ErrorPolicy.Final) -> String {
    switch final {
    case .fail: "The run ends with status 65"
    case .skip: "The row is dropped and counted"
    case .deadLetter:
      "The row goes to the sink that `dead_letter:` names, with its line and its bytes"
    }
  }

  private static func rowExample(of final: ErrorPolicy.Final) -> String {
    let source = "source: {file: {path: in.csv, format: csv}, on_error: \(final.rawValue)}\n"
    return switch final {
    case .fail, .skip: source
    case .deadLetter: source + "dead_letter: {file: failed.jsonl}\n"
    }
  }

  /// What becomes of elements that fail.
  static let failureKeys = [
    SpecKey(
      "on_error",
      in: .stage,
      .defaults,
      form: .either([.choice(finals), .keys(.onError)]),
      usual: "fail",
      elsewhere: [
        "error", "errors", "onerror", "on_failure", "catch", "rescue", "continue_on_error",
        "ignore_errors", "retries",
      ],
      "What becomes of an element on which the transform fails",
      help: """
        Under any word but `fail` nothing of what an element gives is seen before the element has \
        succeeded. `{retry: 3}` tries each element three times in all and then ends the run; `then` says \
        what comes instead.
        """,
      example: "stages:\n  - map: {sleep: 10ms}\n    on_error: {retry: 3, then: skip}\n"
    ),
    SpecKey(
      "on_error",
      in: .source,
      form: .choice(rowFinals),
      usual: "that of `defaults` without its `retry`, else `fail`",
      elsewhere: [
        "error", "errors", "onerror", "on_failure", "ignore_errors", "on_bad_lines", "bad_rows",
        "on_bad_rows", "retries",
      ],
      "What becomes of a row of csv or tsv that is none",
      help: """
        A row is bad that has too few or too many fields, text behind a closing quote, invalid UTF-8 or a \
        carriage return alone. It counts as an element of the source: for `--halt`, for `--limit` and in the \
        report. Other formats have no bad rows, because nothing looks into their elements before a stage \
        does. The key stands beside the source's name.
        """,
      example: """
        source: {stdin: {format: csv}, on_error: dead_letter}
        dead_letter: {file: {path: bad-rows.jsonl}}
        sink: {stdout: {format: jsonl}}

        """
    ),
    SpecKey(
      "retry",
      in: .onError,
      form: .either([.integer(2 ... .max), .keys(.retry)]),
      elsewhere: ["retries", "tries"],
      "How an element that failed is tried again: how often in all, or a mapping",
      example: retryExample
    ),
    SpecKey(
      "then",
      in: .onError,
      form: .choice(finals),
      usual: "fail",
      elsewhere: ["finally", "else", "otherwise"],
      "What becomes of an element that has failed at every try",
      example: retryExample
    ),
    SpecKey(
      "attempts",
      in: .retry,
      form: .integer(2 ... .max),
      elsewhere: ["max_attempts", "count", "times", "tries", "retries"],
      "How often an element is tried in all, the first time included",
      example: retryExample
    ),
    SpecKey(
      "backoff",
      in: .retry,
      form: .duration,
      usual: DurationText.text(usualRetry.backoff),
      elsewhere: ["delay", "wait", "interval", "sleep"],
      "The wait before the second try, which doubles for each further one",
      example: retryExample
    ),
    SpecKey(
      "max_backoff",
      in: .retry,
      form: .duration,
      usual: DurationText.text(usualRetry.maxBackoff),
      elsewhere: ["max_delay", "max_wait"],
      "The longest wait",
      example: retryExample
    ),
    SpecKey(
      "jitter",
      in: .retry,
      form: .boolean,
      usual: "\(usualRetry.hasJitter)",
      "Whether each wait is drawn between a half and the whole of it",
      example: retryExample
    ),
    SpecKey(
      "max_elapsed",
      in: .retry,
      form: .duration,
      usual: "0, which is no limit",
      elsewhere: ["max_time", "timeout", "max_duration"],
      "How long after the first try another one may begin",
      example: retryExample
    ),
  ]
}
