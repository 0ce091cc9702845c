internal import SwpipeCore
internal import SwpipeSystem

/// What a worker does that works on several elements at once, see `ConcurrentTransform`.
extension RemoteExchange {
  /// Takes on elements beside those at hand; the ticket of the first.
  ///
  /// `bell` is readable when `answered` and `apply` shall return early.
  func submit(_ batch: Batch, _ range: Range<Int>, bell: Int32) -> Int {
    self.bell = bell
    return elements.add(batch, range)
  }

  /// See `ConcurrentTransform.answered`.
  func answered(first: Int?, until moment: Int64?) -> [Int] {
    _ = enter()
    defer { leave() }
    // Nobody writes to it, because no slice is at hand.
    var output = BatchBuilder()
    offset = nil
    while !context.stop.isOpen {
      guard let channel = occupant() else { break }
      send(elements.tickets, channel)
      channel.flush()
      let found = ready(first)
      if !found.isEmpty { return found }
      if let moment, MonotonicClock.now >= moment { break }
      if !exchange(channel, until: moment, &output) { break }
    }
    return []
  }

  private func ready(_ first: Int?) -> [Int] {
    if let first {
      // All others wait for it anyway.
      guard let answer = stored[first], answer.end != nil || hasToGive(answer) else { return [] }
    }
    let done = stored.filter { $0.value.end != nil }.keys.sorted()
    if let first, stored[first]?.end == nil { return [first] }
    if !done.isEmpty { return done }
    // Nothing else can be handed on until one that has given a part of its elements is done.
    let partial = stored.filter { _, answer in
      hasToGive(answer) && (answer.byteCount > Self.mostStored || elements.count == 1)
    }
    return partial.keys.min().map { [$0] } ?? []
  }

  /// Whether some of an answer can be handed on before the rest has come.
  private func hasToGive(_ answer: StoredAnswer) -> Bool {
    !answer.isEmpty && !isPartOfMap(answer)
  }

  /// A slice is at hand whose first element has this ticket.
  func beginSlice(_ ticket: Int, at position: Int) {
    emitted = 0
    offset = ticket - position
  }

  /// The last try of an element has failed, or all that it gives was handed on.
  func finish(_ ticket: Int) {
    if let id = elements.id(of: ticket), elements.ticket(of: id) != nil { giveUp(ticket, id) }
    elements.remove(ticket)
    stored[ticket] = nil
    deadlines[ticket] = nil
  }

  /// Puts the next try of an element off.
  func putOff(_ ticket: Int) {
    elements.putOff(ticket)
    offset = nil
  }

  /// Asks the process to give an element up, which is then one of those that nobody wants an answer of.
  func giveUp(_ ticket: Int, _ id: UInt64) {
    cancelled[id] = MonotonicClock.now + Self.cancelGrace
    if let channel {
      codec.encodeCancel(id, to: &channel.pending)
      channel.flush()
    }
  }
}
