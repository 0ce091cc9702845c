import SwpipeCore

extension Plan {
  /// Puts a `take` behind each source, which stops it at a number of elements.
  mutating func limitSources(to count: Int64) {
    var ids = Set(sources.map(\.id) + stages.map(\.id))
    var limits: [String: String] = [:]
    var added: [StagePlan] = []
    for source in sources {
      var id = "limit"
      var number = 2
      while !ids.insert(id).inserted {
        id = "limit-\(number)"
        number += 1
      }
      limits[source.id] = id
      added.append(
        StagePlan(
          id: id,
          work: .transform(
            name: BuiltinName.take,
            .filter,
            Arguments(["count": .integer(count)]),
            isInverted: false
          ),
          inputs: [source.id],
          kind: .sync,
          place: source.place
        )
      )
    }
    for index in stages.indices {
      stages[index].inputs = stages[index].inputs.map { limits[$0] ?? $0 }
    }
    for index in sinks.indices {
      sinks[index].inputs = sinks[index].inputs.map { limits[$0] ?? $0 }
    }
    stages = added + stages
  }
}
