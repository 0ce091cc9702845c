/// How a transform spends its time; decides where a task stage runs it.
package enum Waiting: String, Hashable, Sendable, Codable {
  /// It computes and returns.
  case computes
  /// It may block its thread.
  case blocks
  /// It waits for something and can be suspended while it does.
  case awaits
}
