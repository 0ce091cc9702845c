internal import SwpipeCore

extension JQScope {
  /// The names of one kind in reach, from the innermost outwards.
  static func names(_ scope: JQScope?, _ name: (Entry) -> String?) -> [String] {
    var names: [String] = []
    var scope = scope
    while let here = scope {
      if let found = name(here.entry) { names.append(found) }
      scope = here.parent
    }
    return names
  }
}

extension JQCompiler {
  /// Reports a field that a variable from outside has not.
  func checkField(of name: String, _ key: JQSyntax?) {
    guard let fields = outside.fields[name], let key, case .string(let field) = key.form,
      !fields.contains(field)
    else { return }
    report(
      key.range,
      "`$\(name)` has no field `\(field)`",
      DidYouMean.suggestion(for: field, among: fields).map { "did you mean `\($0)`?" }
        ?? "the fields are " + fields.map { "`\($0)`" }.joined(separator: ", ")
    )
  }

  func reportVariable(_ name: String, _ range: Range<Int>, _ scope: JQScope?) {
    if outside.isOpen { return }
    if let reason = outside.elsewhere[name] {
      report(range, reason, "known here: " + shown(names(scope)))
      return
    }
    let known = names(scope)
    let help: String
    if name == "__prog_args" {
      help = "a spec has no command line; `$env.NAME` reads the environment"
    } else if let meant = DidYouMean.suggestion(for: name, among: known) {
      help = "did you mean `$\(meant)`?"
    } else if known.isEmpty {
      help = "`… as $\(name) | …` binds one"
    } else {
      help = "known here: " + shown(known)
    }
    report(range, "there is no variable `$\(name)`", help)
  }

  /// The names of all variables in reach, but for jq's own `$ENV`.
  private func names(_ scope: JQScope?) -> [String] {
    JQScope.names(scope) { entry in
      if case .variable(let name, _, _) = entry { name } else { nil }
    } + outside.names
  }

  private func shown(_ names: [String]) -> String {
    names.prefix(8).map { "`$\($0)`" }.joined(separator: ", ")
  }

  func reportFormat(_ name: String, _ range: Range<Int>) {
    let names = JQFormat.names
    let help =
      DidYouMean.suggestion(for: name, among: names).map { "did you mean `@\($0)`?" }
      ?? "there are " + names.map { "`@\($0)`" }.joined(separator: ", ")
    report(range, "there is no format `@\(name)`", help)
  }

  /// `user-id` for `.user-id` without blanks, which jq reads as `.user - id`.
  func dashedName(_ syntax: JQSyntax) -> String? {
    if case .field(_, let key) = syntax.form, case .string(let name) = key.form { return name }
    guard case .binary(.subtract, let left, let right) = syntax.form,
      left.range.upperBound + 1 == right.range.lowerBound,
      case .call(let word, let arguments) = right.form, arguments.isEmpty,
      let name = dashedName(left)
    else { return nil }
    return "\(name)-\(word)"
  }

  func reportFunction(_ name: String, _ count: Int, _ range: Range<Int>, _ scope: JQScope?) {
    let own = JQScope.names(scope) { entry in
      switch entry {
      case .function(let instance):
        "\(instance.definition.name)/\(instance.definition.parameters.count)"
      case .argument(let name, _, _), .closure(let name, _, _): name + "/0"
      default: nil
      }
    }
    let all = own + JQCompiler.builtinNames
    let counts = Set(
      all.filter { $0.hasPrefix(name + "/") }.compactMap { Int($0.dropFirst(name.utf8.count + 1)) }
    )
    if !counts.isEmpty {
      let listed = counts.sorted().map { $0 == 0 ? "none" : "\($0)" }.joined(separator: " or ")
      let given = count == 0 ? "none" : "\(count)"
      report(
        range,
        "`\(name)` takes \(listed) argument\(counts == [1] ? "" : "s"), here are \(given)",
        "arguments are separated by `;`: `\(name)(\(Array(repeating: "…", count: max(1, counts.max() ?? 1)).joined(separator: "; ")))`"
      )
      return
    }
    let names = Set(all.map { String($0.prefix { $0 != "/" }) }.filter { !$0.hasPrefix("_") })
    let slips = [
      "null": "null", "size": "length", "len": "length", "count": "length",
      "lower": "ascii_downcase",
      "upper": "ascii_upcase", "substring": "a slice, `.[2:5]`", "concat": "add",
      "filter": "select",
      "exists": "has", "print": "debug", "float": "tonumber", "int": "tonumber", "str": "tostring",
      "replace": "gsub", "distinct": "unique", "includes": "contains", "merge": "add", "sum": "add",
    ]
    let help: String
    var meant: String?
    if let dashed = dashedNames[range.lowerBound] {
      help = "a key with a dash needs quotes: `.\"\(dashed)\"`; the field `\(name)` is `.\(name)`"
    } else if let slip = slips[name] {
      if names.contains(slip) { meant = slip }
      help = "did you mean \(slip.contains(" ") ? slip : "`\(slip)`")?"
    } else if let near = DidYouMean.suggestion(for: name, among: names.sorted()) {
      meant = near
      help = "did you mean `\(near)`? A field is `.\(name)`"
    } else {
      help = "a field is `.\(name)`"
    }
    report(range, "there is no function `\(name)`", help, meant: meant)
  }

  /// `name/arguments` of all that is there without a definition.
  static let builtinNames: [String] =
    JQNative.names + JQPrelude.names + [
      "empty/0", "error/0", "error/1", "not/0", "select/1", "path/1", "getpath/1", "first/1",
      "last/1",
      "limit/2", "skip/2", "range/1", "range/2", "range/3", "env/0",
    ]

  /// Compiles patterns that are written out, so that what can't work is known before the run.
  func checkPatterns(_ name: String, _ arguments: [JQSyntax]) {
    let takers: Set = [
      "test", "match", "capture", "scan", "splits", "sub", "gsub", "split",
    ]
    guard takers.contains(name), let first = arguments.first, case .string(let text) = first.form,
      !(name == "split" && arguments.count == 1)
    else { return }
    let place = name == "sub" || name == "gsub" ? 2 : 1
    var flags = ""
    if arguments.count > place {
      guard case .string(let given) = arguments[place].form else { return }
      flags = given
      if let wrong = JQRegex.unknownFlag(in: flags) {
        report(
          arguments[place].range,
          "`\(wrong)` is no flag of a regular expression",
          "the flags are g, i, x, s, n, p, m and l"
        )
        return
      }
    }
    do {
      _ = try JQRegex(Array(text.utf8), flags: flags)
    } catch {
      report(first.range, "the regular expression does not compile: \(error.message)")
    }
  }

  /// Checks of native functions' arguments that are written out.
  func check(_ native: JQNative, _ arguments: [JQSyntax]) {}
}
