internal import SwpipeCore
internal import SwpipePlugins

/// Each parameter that a transform declares, with its default and samples of its type.
struct ParameterCases {
  let subject: TestSubject
  let transform: PluginTransform
  let arguments: Arguments

  var all: [TestCase] {
    transform.parameters.map { parameter in
      TestCase(name: "\(transform.name): takes `\(parameter.name)` or says why not") {
        () throws(TestObjection) in
        try run(parameter)
      }
    }
  }

  private func run(_ parameter: ParameterInfo) throws(TestObjection) -> [String] {
    var samples = SampleArguments.samples(of: parameter.type)
    if let given = arguments.values[parameter.name] ?? parameter.defaultArgument {
      samples.insert(given, at: 0)
    }
    var notes: [String] = []
    for sample in samples {
      var job = TestJob(
        transform: transform,
        work: transform.operators[0],
        type: transform.accepts == .json ? .json : .text,
        arguments: arguments
      )
      job.arguments.values[parameter.name] = sample
      let talk = try subject.talk()
      if let reason = try talk.start(job) {
        notes.append("it refuses \(sample.plain.json): \(reason)")
      }
    }
    return notes
  }
}
