/// Collects the names of the variables that a spec has, whether they are used or not.
final class VariableUses {
  private(set) var names: Set<String> = []

  func note(_ name: String) { names.insert(name) }
}
