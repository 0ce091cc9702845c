internal import ArgumentParser
internal import SwpipeCore

/// A duration as an option takes it, written as in a spec.
struct TimeSpan: ExpressibleByArgument {
  let nanoseconds: Int64

  init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  init?(argument: String) {
    guard let nanoseconds = try? DurationText.nanoseconds(argument) else { return nil }
    self.nanoseconds = nanoseconds
  }

  var defaultValueDescription: String { DurationText.text(nanoseconds) }
}
