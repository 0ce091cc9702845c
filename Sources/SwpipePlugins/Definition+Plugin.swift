package import SwpipeCore

extension PluginPlan {
  /// The definitions of what it offers: the same values that built-ins have, so that validate, list,
  /// explain, plan and the engine know no difference.
  package var definitions: [Definition] {
    transforms.map { transform in
      Definition(
        name: transform.name,
        summary: transform.summary,
        details: transform.details,
        parameters: transform.parameters,
        examples: [],
        role: .transform(role(of: transform))
      )
    }
  }

  private func role(of transform: PluginTransform) -> TransformRole {
    var role = TransformRole(
      operators: transform.operators,
      accepts: transform.accepts,
      gives: transform.gives,
      waiting: waiting(of: transform),
      // It returns early where elements take long, see `InterruptibleTransform`.
      cost: .flat,
      needsOneWorker: transform.needsOneWorker,
      keeps: transform.keepsState ? .history : .nothing,
      resources: transform.resources,
      make: maker(of: transform)
    )
    role.parameterNote = program.parameterNote
    if case .lines = program, end == nil {
      role.operatorNote = "`end: TEXT` in its entry of `plugins:` lets it serve `flat_map`"
    }
    switch program {
    case .library(let path): role.threadUnsafe = transform.isThreadSafe ? nil : path
    case .frames, .lines:
      role.hasOwnProcess = true
      role.concurrency = transform.concurrency
    }
    return role
  }

  private func waiting(of transform: PluginTransform) -> Waiting {
    switch program {
    case .library: transform.blocks ? .blocks : .computes
    case .frames, .lines: .blocks
    }
  }

  private func maker(of transform: PluginTransform)
    -> @Sendable (Arguments, Operator, TransformContext) throws(RunFailure) -> any Transform
  {
    let name = name
    let startTimeout = startTimeout
    switch program {
    case .library(let path):
      return { (arguments, work, context) throws(RunFailure) in
        try LibraryTransform(
          path,
          transform,
          PluginStart(transform, arguments, work, context),
          context
        )
      }
    case .frames(let words):
      return { (arguments, work, context) throws(RunFailure) in
        try ProgramTransform<FramesCodec>(
          name,
          words,
          transform,
          PluginStart(transform, arguments, work, context),
          startTimeout: startTimeout,
          context
        )
      }
    case .lines(let words):
      guard let end else {
        return { (_, work, context) throws(RunFailure) in
          try LinesTransform(name, words, work, context)
        }
      }
      return { (_, work, context) throws(RunFailure) in
        try ProgramTransform<MarkedLinesCodec>(name, words, end: end, work, context)
      }
    }
  }
}
