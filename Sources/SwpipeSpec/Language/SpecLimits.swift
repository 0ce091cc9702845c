/// The largest numbers that the language knows.
enum SpecLimits {
  /// How many workers a stage may ask for.
  static let workers: Int64 = 100_000
  /// Where counting the workers of sync stages ends; fan-outs that meet again multiply them.
  static let countedWorkers = 1_000_000_000
}
