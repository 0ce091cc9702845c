internal import ArgumentParser
internal import SwpipeCore

/// A duration as an option takes it, written as in a spec.
struct TimeSpan: CustomStringConvertible {
  let nanoseconds: Int64

  init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Reads `250ms` or `1m30s`; throws what is wrong with another text.
  @Sendable static func parse(_ argument: String) throws -> TimeSpan {
    do throws(UnitProblem) {
      return TimeSpan(nanoseconds: try DurationText.nanoseconds(argument))
    } catch {
      throw ValidationError(error.help)
    }
  }

  var description: String { DurationText.text(nanoseconds) }
}
