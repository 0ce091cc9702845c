internal import SwpipeCore

extension TemplateRenderer {
  /// The text for an action, where a missing value stops the run.
  func actionText() throws(RunFailure) -> String {
    do throws(ElementFailure) {
      return try text()
    } catch {
      throw RunFailure(.resource, error.message)
    }
  }
}
