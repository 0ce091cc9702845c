package import SwpipeCore
internal import SwpipeSystem

/// Asks a shared library what it offers.
package enum LibraryDescription {
  /// Nanoseconds that a library may take to load and to describe itself.
  package static let limit: Int64 = 10_000_000_000

  /// The manifest of the library at a path, which is loaded in a process of its own.
  package static func manifest(
    of path: String,
    program: String = "/proc/self/exe",
    limit: Int64 = limit
  ) throws(PluginProblem) -> PluginManifest {
    let (end, said) = try describe(path, program, limit)
    guard case .answered(let bytes) = end, let answer = LibraryAnswer(bytes) else {
      throw PluginProblem(
        message: "`\(path)` \(words(for: end, limit: limit))",
        help: lastLine(of: said).map { "it wrote to standard error: \($0)" }
          ?? (end == .timedOut
            ? "`start_timeout: 1m` in its entry of `plugins:` gives it more time" : nil)
      )
    }
    switch answer {
    case .problem(let problem): throw problem
    case .manifest(let json):
      do throws(ManifestProblem) {
        return try PluginManifest.read(json)
      } catch {
        let words = PluginLimits.text(error.description, most: PluginLimits.excerpt)
        throw PluginProblem(message: "the manifest of `\(path)` is wrong: \(words)")
      }
    }
  }

  /// How the process ended that loads it, and what it said.
  private static func describe(_ path: String, _ program: String, _ limit: Int64)
    throws(PluginProblem) -> (DescribingProcess.End, said: [UInt8])
  {
    do throws(SystemError) {
      var process = try DescribingProcess(program, path)
      return (process.finish(nanoseconds: limit), process.said)
    } catch {
      throw PluginProblem(
        message: "no process could be started that describes `\(path)`: \(error.words)"
      )
    }
  }

  private static func words(for end: DescribingProcess.End, limit: Int64) -> String {
    switch end {
    case .ended(.killed(let signal)):
      let name = SignalName.text(of: signal) ?? "signal \(signal)"
      return "crashed while it was loaded and described: \(name)"
    case .ended(.unknown): return "ended before it gave its manifest"
    case .ended(.exited(let status)):
      return "ended the process that loaded it, with status \(status), before it gave its manifest"
    case .timedOut: return "gave no manifest within \(DurationText.text(limit))"
    case .tooLong:
      return "gave a manifest of more than \(SizeText.text(LibraryAnswer.limit))"
    case .answered: return "wrote to descriptor 3, which its manifest is to be sent by"
    }
  }

  /// The last line that is not blank.
  private static func lastLine(of bytes: [UInt8]) -> String? {
    let lines = bytes.split(whereSeparator: { $0 == 10 || $0 == 13 })
    let line = lines.last { line in line.contains { $0 > 32 } }
    return line.map { String(decoding: $0.prefix(500), as: UTF8.self) }
  }
}
