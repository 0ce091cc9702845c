internal import SwpipeCore

/// Opens what a plan reads and writes, before anything flows.
enum Endpoints {
  struct Opened {
    /// In the order of the graph, the dead letters last.
    var sinks: [OpenSink] = []
    var sources: [OpenSource] = []
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
        var sink = sink.sink.value
        sink.abandon()
      }
      for source in opened.sources {
        var source = source.source.value
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
    for unit in control.units {
      let (plan, queue, isDeadLetter): (SinkPlan, BoundedQueue, Bool)
      switch unit.role {
      case .source, .sync, .stage: continue
      case .sink(let sink, let own): (plan, queue, isDeadLetter) = (sink, own, false)
      case .deadLetter(let sink, let own): (plan, queue, isDeadLetter) = (sink, own, true)
      }
      do {
        let context = SinkContext(
          id: plan.id,
          inputPaths: inputs.filter { !isDeadLetter || !$0.hasReadPaths }.flatMap(\.paths),
          keepsEachElement: isDeadLetter,
          log: control.log
        )
        let sink = try catalog.sink(plan.component).make(plan.arguments, context)
        opened.sinks.append(
          OpenSink(unit: unit, plan: plan, queue: queue, sink: Handover(value: sink))
        )
      } catch {
        throw locate(error, plan.id, plan.place)
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
    var watched: [(unit: Int, descriptor: Int32)] = []
    for sink in opened.sinks {
      if let descriptor = sink.sink.value.watchedDescriptor {
        watched.append((sink.unit.number, descriptor))
      }
    }
    for unit in control.units {
      guard case .source(let source) = unit.role else { continue }
      do {
        // Weak, because the control keeps the stop.
        let stop = try SourceStop(watching: watched.map(\.descriptor)) { [weak control, watched] in
          for (unit, _) in watched { control?.sinkClosed(unit) }
        }
        control.register(stop, for: unit.number)
        let context = SourceContext(
          id: source.id,
          readiness: stop,
          places: places[unit.number],
          elementLimit: plan.limits.element
        )
        let made = try catalog.source(source.component).make(source.arguments, context)
        opened.sources.append(
          OpenSource(unit: unit, plan: source, source: Handover(value: made), stop: stop)
        )
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
