internal import ArgumentParser
internal import SwpipeEngine

extension HaltLimit: ExpressibleByArgument {
  /// Reads `fail=3` or `fail=0.5%`.
  init?(argument: String) {
    guard argument.hasPrefix("fail=") else { return nil }
    let number = argument.dropFirst("fail=".count)
    if number.hasSuffix("%") {
      guard let percent = Double(number.dropLast()), percent >= 0, percent <= 100 else {
        return nil
      }
      self = .percent(percent)
    } else {
      guard let count = Int(number), count > 0 else { return nil }
      self = .count(count)
    }
  }
}
