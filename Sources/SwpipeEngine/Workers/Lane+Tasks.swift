internal import SwpipeCore

extension Lane {
  /// Hands on what the last step of a task worker gave.
  ///
  /// For an ordered stage that is done when the whole interval is, by `completeInterval`.
  func flush() async {
    guard order == nil else { return }
    let records = takeRecords()
    for record in records {
      await record.target.push(record.segment, reserved: takeReserved(for: record))
    }
  }

  /// Ends a slice of a task worker.
  func completeInterval(count: Int) async {
    releaseReserved()
    guard let order else { return }
    await order.complete(from: intervalStart, count: count, takeRecords())
  }
}
