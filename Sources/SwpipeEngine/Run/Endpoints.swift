internal import SwpipeCore

/// Opens what a plan reads and writes, before anything flows.
enum Endpoints {
  struct Opened {
    var sinks: [Handover<any Sink>] = []
    var sources: [Handover<any Source>] = []
    var stops: [SourceStop] = []
  }

  /// Opens all or none: what was opened before a failure is given up again.
  static func open(
    _ plan: Plan,
    _ catalog: Catalog,
    _ control: RunControl,
    _ places: [InputPlaces]
  ) throws(RunFailure) -> Opened {
    var opened = Opened()
    do {
      try openSinks(plan, catalog, control, &opened)
      try openSources(plan, catalog, control, places, &opened)
    } catch {
      for sink in opened.sinks {
        var sink = sink.value
        sink.abandon()
      }
      for source in opened.sources {
        var source = source.value
        source.close()
      }
      throw error
    }
    return opened
  }

  private static func openSinks(
    _ plan: Plan,
    _ catalog: Catalog,
    _ control: RunControl,
    _ opened: inout Opened
  ) throws(RunFailure) {
    let inputs = plan.sources.map { source in
      let role = catalog.source(source.component)
      return (paths: role.paths(source.arguments), hasReadPaths: role.hasReadPaths)
    }
    for (unit, sink) in control.topology.sinks {
      let isDeadLetter = unit == control.topology.deadLetter
      do {
        let context = SinkContext(
          id: sink.id,
          inputPaths: inputs.filter { !isDeadLetter || !$0.hasReadPaths }.flatMap(\.paths),
          keepsEachElement: isDeadLetter,
          log: control.log
        )
        opened.sinks.append(
          Handover(value: try catalog.sink(sink.component).make(sink.arguments, context))
        )
      } catch {
        throw locate(error, sink.id, sink.place)
      }
    }
  }

  private static func openSources(
    _ plan: Plan,
    _ catalog: Catalog,
    _ control: RunControl,
    _ places: [InputPlaces],
    _ opened: inout Opened
  ) throws(RunFailure) {
    let units = control.topology.sinks.map(\.unit)
    var watched: [(unit: Int, descriptor: Int32)] = []
    for (unit, sink) in zip(units, opened.sinks) {
      if let descriptor = sink.value.watchedDescriptor { watched.append((unit, descriptor)) }
    }
    for (number, source) in plan.sources.enumerated() {
      do {
        // Weak, because the control keeps the stop.
        let stop = try SourceStop(watching: watched.map(\.descriptor)) { [weak control, watched] in
          for (unit, _) in watched { control?.sinkClosed(unit) }
        }
        control.register(stop, for: number)
        let context = SourceContext(
          id: source.id,
          readiness: stop,
          places: places[number],
          elementLimit: plan.limits.element
        )
        opened.sources.append(
          Handover(value: try catalog.source(source.component).make(source.arguments, context))
        )
        opened.stops.append(stop)
      } catch {
        throw locate(error, source.id, source.place)
      }
    }
  }

  private static func locate(_ failure: RunFailure, _ id: String, _ place: SourcePlace)
    -> RunFailure
  {
    var failure = failure
    failure.stage = failure.stage ?? id
    failure.place = failure.place ?? place
    return failure
  }
}
