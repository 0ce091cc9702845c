import Glibc
import SwpipeCore

@testable import SwpipeEngine

/// A program in the place of worker processes that does what is written down for the first of them, the
/// second, and so on, and keeps the bytes that it was sent.
final class ScriptedWorker {
  enum Step {
    /// Waits for so many bytes.
    case take(Int)
    case say([UInt8])
    /// Ends; what it has not been sent is lost.
    case die
  }

  let path: String
  private let folder: String

  /// `lives` are the processes, the last of which stands for all further ones; `order` is the size of
  /// the frame that tells a process what it is.
  init(order: Int, _ lives: [[Step]]) throws(RunFailure) {
    var template = Array("/tmp/swpipe-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw RunFailure(.resource, "no folder") }
    folder = String(cString: made)
    path = folder + "/worker"
    var script = """
      #!/bin/sh
      cd \(folder) || exit 9
      life=$(ls -d life-* 2> /dev/null | wc -l)
      mkdir life-$life

      """
    var said = 0
    func say(_ bytes: [UInt8]) -> String {
      said += 1
      write(bytes, to: "\(folder)/said-\(said)")
      return "cat said-\(said) >&3\n"
    }
    script += say([FrameKind.started.rawValue, 0]) + "head -c \(order) <&3 > life-$life/order\n"
    script += "case $life in\n"
    for (life, steps) in lives.enumerated() {
      script += life == lives.count - 1 ? "*)\n" : "\(life))\n"
      for (number, step) in steps.enumerated() {
        switch step {
        case .take(let count): script += "head -c \(count) <&3 > life-$life/\(number)\n"
        case .say(let bytes): script += say(bytes)
        case .die: script += "exit 1\n"
        }
      }
      script += ";;\n"
    }
    script += "esac\nhead -c 1 <&3 > life-$life/done\n"
    let noFailures = Array(repeating: UInt8(0), count: 8)
    script += say([FrameKind.ending.rawValue, FrameKind.ended.rawValue] + noFailures)
    write(Array(script.utf8), to: path)
    chmod(path, 0o700)
  }

  deinit {
    for life in 0..<lives { remove("life-\(life)") }
    remove("")
  }

  /// How many processes there were.
  var lives: Int {
    var count = 0
    while access("\(folder)/life-\(count)", F_OK) == 0 { count += 1 }
    return count
  }

  /// What a process was sent in one of its steps.
  func taken(life: Int, step: Int) -> [UInt8] {
    let descriptor = open("\(folder)/life-\(life)/\(step)", O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &bytes, bytes.count)
    return Array(bytes.prefix(max(count, 0)))
  }

  private func write(_ bytes: [UInt8], to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
  }

  private func remove(_ name: String) {
    let path = name.isEmpty ? folder : "\(folder)/\(name)"
    if let entries = opendir(path) {
      while let entry = readdir(entries) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        unlink("\(path)/\(name)")
      }
      closedir(entries)
    }
    rmdir(path)
  }
}
