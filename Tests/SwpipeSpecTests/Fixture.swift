import SwpipeBuiltins
import SwpipeCore

/// The built-in components, and a transform that takes json alone, which none of them does so far.
enum Fixture {
  static let catalog = Catalog(
    Builtins.transforms + Builtins.sources + Builtins.sinks + [jsonKeys]
  )

  private static let jsonKeys = Definition(
    name: "json.keys",
    summary: "For tests",
    examples: [],
    role: .transform(
      TransformRole(operators: [.map], accepts: .json, gives: .json) {
        (_, _, _) throws(RunFailure) in
        throw RunFailure(.internalCheck, "json.keys can only be described")
      }
    )
  )
}
