import Glibc
import SwpipeCore

/// Opens a gate once somebody has written to a FIFO.
final class Opener {
  private let path: String
  private let gate: Futex
  private var thread = pthread_t()

  init(path: String, gate: Futex) {
    self.path = path
    self.gate = gate
  }

  func start() {
    let work = Unmanaged.passRetained(Work(path: path, gate: gate))
    pthread_create(
      &thread,
      nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      },
      work.toOpaque()
    )
  }

  func join() {
    pthread_join(thread, nil)
  }

  private final class Work: Sendable {
    let path: String
    let gate: Futex

    init(path: String, gate: Futex) {
      self.path = path
      self.gate = gate
    }

    func run() {
      _ = Scratch.text(of: path)
      gate.open()
    }
  }
}
