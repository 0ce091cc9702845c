/// What libyaml says of a text that is not YAML, before it is put into words for people.
struct YAMLProblem: Error {
  let problem: String
  let offset: Int
  let context: String?
  /// Where that began which libyaml was reading; equal to `offset` where it does not say.
  let contextOffset: Int
}
