private import Glibc
internal import SwpipeCore
internal import SwpipePlugins

/// Speaks the frames of docs/plugin-protocol.md in a shared library's place, so that the conformance
/// kit can put it through the same tests in processes that it may crash.
///
/// Elements go through `LibraryTransform`, as they do in a run.
package struct LibraryServer {
  /// What `swpipe worker` knows it by.
  package static let option = "--serve"

  private let path: String
  /// How many workers there are, each on its own thread, all with the same elements.
  private let threads: Int
  private var input = FrameInput()
  private var workers: [ServedWorker] = []

  /// Serves standard input and never returns.
  package static func run(_ path: String, threads: Int) -> Never {
    var server = LibraryServer(path: path, threads: threads)
    while let (kind, payload) = server.input.next() {
      guard server.serve(kind, payload) else { _exit(ExitStatus.resource.rawValue) }
    }
    _exit(0)
  }

  private init(path: String, threads: Int) {
    self.path = path
    self.threads = threads
  }

  /// Answers a frame; false where that cannot be.
  private mutating func serve(_ kind: PluginFrame.Kind, _ payload: [UInt8]) -> Bool {
    var output: [UInt8] = []
    do throws(PluginProblem) {
      switch kind {
      case .hello:
        let manifest = try LibraryDescription.manifest(of: path)
        PluginFrame.append(.manifest, Array(manifest.value.json.utf8), to: &output)
      case .start:
        try start(payload)
        PluginFrame.append(.started, [], to: &output)
      case .batch:
        guard let order = BatchOrder(payload), let batch = order.batch else { return false }
        output = ServedWorker.answer(workers, batch, firstID: order.firstID)
      case .done:
        try end()
        PluginFrame.append(.ended, [], to: &output)
      default: return false
      }
    } catch {
      PluginFrame.append(.refused, Array(error.message.utf8), to: &output)
    }
    return LibraryServer.write(output)
  }

  private mutating func start(_ payload: [UInt8]) throws(PluginProblem) {
    let manifest = try LibraryDescription.manifest(of: path)
    guard let order = StartOrder(payload),
      let transform = manifest.transforms.first(where: { $0.name == order.transform })
    else { throw PluginProblem(message: "there is no such transform") }
    do throws(RunFailure) {
      for index in 0..<threads {
        workers.append(try ServedWorker(path, transform, order, index: index))
      }
    } catch {
      throw PluginProblem(message: ServedWorker.refusal(error))
    }
  }

  private func end() throws(PluginProblem) {
    do throws(RunFailure) {
      for worker in workers { try worker.end() }
    } catch {
      throw PluginProblem(message: error.message)
    }
  }

  private static func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
