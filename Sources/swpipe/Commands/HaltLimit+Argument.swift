internal import ArgumentParser
internal import SwpipeEngine

extension HaltLimit {
  /// Reads `fail=3` or `fail=0.5%`; throws what is wrong with another text.
  @Sendable static func parse(_ argument: String) throws -> HaltLimit {
    guard argument.hasPrefix("fail=") else {
      throw ValidationError("it is written `fail=3` or `fail=0.5%`")
    }
    let number = argument.dropFirst("fail=".count)
    if number.hasSuffix("%") {
      guard let percent = Double(number.dropLast()), percent >= 0, percent <= 100 else {
        throw ValidationError("a share is a number from 0% to 100%, as in `fail=0.5%`")
      }
      return .percent(percent)
    }
    guard let count = Int(number), count > 0 else {
      throw ValidationError("a count is a whole number of at least 1, as in `fail=3`")
    }
    return .count(count)
  }
}
