/// A plugin as a spec declares it, its paths put where they lead.
package enum PluginDeclaration: Hashable, Sendable {
  /// A shared library, a program, or a Python file, by its path.
  case path(String)
  /// A program that speaks frames.
  case command(name: String?, [String])
  /// A filter whose transform has this name; `end` is the line that ends each of its answers, where not
  /// each is one line, and `keepsState` whether an answer depends on the elements before.
  case lines(name: String, [String], gives: ResultType, end: String?, keepsState: Bool)
  /// `module:function`, found from a folder on, under a name of its own or the function's; run by a
  /// Python of its own or the usual one.
  case python(name: String?, String, folder: String, interpreter: String?)
}
