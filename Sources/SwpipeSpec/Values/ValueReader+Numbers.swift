import SwpipeCore
import SwpipeYAML

extension ValueReader {
  /// A whole number within bounds.
  func integer(_ node: SpecNode, in bounds: ClosedRange<Int64>, for name: String) -> Int64? {
    guard let scalar = scalar(node, for: name, needs: "a whole number") else { return nil }
    switch scalar.value {
    case .integer(let number):
      guard bounds.contains(number) else {
        let limits = Self.phrase(bounds.lowerBound, bounds.upperBound, .min, .max)
        outOfRange(node, scalar, for: name, limits: limits)
        return nil
      }
      return number
    case .bigInteger:
      let isAny = bounds == .min ... .max
      let limits = Self.phrase(
        bounds.lowerBound,
        bounds.upperBound,
        isAny ? .min : nil,
        isAny ? .max : nil
      )
      outOfRange(node, scalar, for: name, limits: limits)
    default:
      notANumber(node, scalar, for: name, needs: "a whole number") {
        if case .integer = $0 { true } else { false }
      }
    }
    return nil
  }

  /// A number within bounds, integers exactly.
  func number(_ node: SpecNode, in bounds: ClosedRange<Double>, for name: String) -> Argument? {
    guard let scalar = scalar(node, for: name, needs: "a number") else { return nil }
    let result: Argument
    let number: Double
    switch scalar.value {
    case .integer(let integer):
      result = .integer(integer)
      number = Double(integer)
    case .bigInteger(let text):
      // A number that is rounded in silence is not what stands there.
      findings.error(
        .outOfRange,
        "`\(name)` is \(text), which does not fit in a 64-bit integer",
        at: node.span,
        related: node.related
      )
      return nil
    case .float(let double) where double.isFinite:
      result = .number(double)
      number = double
    default:
      notANumber(node, scalar, for: name, needs: "a number") { value in
        switch value {
        case .integer, .float: true
        default: false
        }
      }
      return nil
    }
    guard bounds.contains(number), number.isFinite else {
      let limits = Self.phrase(bounds.lowerBound, bounds.upperBound, -.infinity, .infinity)
      outOfRange(node, scalar, for: name, limits: limits)
      return nil
    }
    return result
  }

  /// The nanoseconds of a duration with its unit.
  func duration(_ node: SpecNode, for name: String) -> Int64? {
    guard let scalar = scalar(node, for: name, needs: "a duration") else { return nil }
    do throws(UnitProblem) {
      return try DurationText.nanoseconds(scalar.text)
    } catch {
      report(error, .invalidDuration, node, scalar, for: name, called: "a duration")
      return nil
    }
  }

  /// The bytes of a size with its unit.
  func size(_ node: SpecNode, for name: String) -> Int? {
    guard let scalar = scalar(node, for: name, needs: "a size") else { return nil }
    do throws(UnitProblem) {
      return try SizeText.bytes(scalar.text)
    } catch {
      report(error, .invalidSize, node, scalar, for: name, called: "a size")
      return nil
    }
  }

  private func report(
    _ problem: UnitProblem,
    _ code: DiagnosticCode,
    _ node: SpecNode,
    _ scalar: SpecScalar,
    for name: String,
    called noun: String
  ) {
    findings.error(
      code,
      "`\(name)` needs \(noun), not \(scalar.description)",
      at: problem.range.map { node.span(of: $0) } ?? node.span,
      help: problem.help,
      related: node.related
    )
  }

  private func outOfRange(
    _ node: SpecNode,
    _ scalar: SpecScalar,
    for name: String,
    limits: String
  ) {
    findings.error(
      .outOfRange,
      "`\(name)` is \(scalar.text), it must be \(limits)",
      at: node.span,
      related: node.related
    )
  }

  private func notANumber(
    _ node: SpecNode,
    _ scalar: SpecScalar,
    for name: String,
    needs what: String,
    isRight: (YAMLValue) -> Bool
  ) {
    var help: String?
    let unquoted = YAMLScalar(text: scalar.text, style: .plain)
    if case .number(let suggestion) = unquoted.lookalike {
      help = Self.instead(of: scalar.text, suggestion)
    } else if !scalar.isPlain, !scalar.expanded.isEmpty {
      help = Self.quotedVariable
    } else if !scalar.isPlain, isRight(unquoted.resolved) {
      help = "write `\(scalar.text)` without quotes"
    } else if case .float(let value) = scalar.value, let whole = Int64(exactly: value) {
      help = "write `\(whole)`"
    }
    findings.error(
      .wrongType,
      "`\(name)` needs \(what), not \(scalar.description)",
      at: node.span,
      help: help,
      related: node.related
    )
  }

  /// What to write in place of a text that YAML 1.1 took for a number.
  static func instead(of text: String, _ suggestion: String) -> String {
    // `010` was octal, but whoever fills up with zeros means ten.
    let decimal = text.allSatisfy(\.isNumber) ? Int64(text).map { String($0) } : nil
    let choice =
      decimal == nil || decimal == suggestion
      ? "`\(suggestion)`" : "`\(decimal ?? "")`, or `\(suggestion)` if it is octal"
    return "write \(choice); `\(text)` is a text in YAML 1.2"
  }

  /// Bounds in words; a bound that is the open one is left out.
  static func phrase<Bound: Comparable>(
    _ lower: Bound,
    _ upper: Bound,
    _ lowest: Bound?,
    _ highest: Bound?
  ) -> String {
    switch (lower == lowest, upper == highest) {
    case (true, true): "a number that fits 64 bits"
    case (false, true): "at least \(Wording.number(lower))"
    case (true, false): "at most \(Wording.number(upper))"
    case (false, false): "from \(Wording.number(lower)) to \(Wording.number(upper))"
    }
  }
}
