internal import SwpipeCore

extension Lane {
  /// Hands on what the last step of a task worker gave.
  ///
  /// For an ordered stage that is done when the whole interval is, by `completeInterval`, unless it
  /// gives so much that it waits for its turn and streams.
  func flush() async {
    if let order, !hasTurn {
      guard recordedBytes > Lane.recordLimit else { return }
      await order.awaitTurn(of: intervalStart)
      hasTurn = true
    }
    let records = takeRecords()
    for record in records {
      await record.target.push(
        record.segment,
        reserved: takeReserved(for: record),
        beforeWaiting: releaseReserved
      )
    }
  }

  /// Ends a slice of a task worker.
  func completeInterval(count: Int) async {
    releaseReserved()
    guard let order else { return }
    if hasTurn {
      hasTurn = false
      return await order.endTurn(count: count)
    }
    await order.complete(from: intervalStart, count: count, takeRecords())
  }
}
