extension Redaction {
  /// Hides the values of all secrets from now on, in all their forms.
  package static func hide(_ secrets: Secrets) {
    if !secrets.isEmpty { hide(secrets.values.map(\.value)) }
  }
}
