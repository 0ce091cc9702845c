import CommandSupport
import Testing

/// The jobs of docs/guide/coming-from-jq-and-miller.md give the outputs that the page shows.
@Suite struct GuideTests {
  struct Job: Sendable, CustomTestStringConvertible {
    var title: String
    var blocks: [String: String] = [:]

    var testDescription: String { title }
  }

  /// The sections of the page with their blocks, by the word behind the fence.
  private static let jobs: [Job] = {
    var jobs: [Job] = []
    var fence: String?
    let page = Repository.text("docs/guide/coming-from-jq-and-miller.md")
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## ") {
        jobs.append(Job(title: String(line.dropFirst(3))))
      } else if line.hasPrefix("```") {
        fence = fence == nil ? String(line.dropFirst(3)) : nil
      } else if let fence, !jobs.isEmpty {
        jobs[jobs.count - 1].blocks[fence, default: ""] += line + "\n"
      }
    }
    return jobs
  }()

  @Test func `there are ten jobs, each with the commands of jq and Miller`() {
    #expect(Self.jobs.count == 10)
    for job in Self.jobs {
      #expect(Set(job.blocks.keys) == ["sh", "yaml", "input", "output"], "\(job.title)")
      #expect(
        job.blocks["sh"]?.contains("jq ") == true && job.blocks["sh"]?.contains("mlr ") == true
      )
    }
  }

  @Test(arguments: jobs)
  func `a job gives the output that the page shows`(_ job: Job) async throws {
    let spec = try #require(job.blocks["yaml"])
    let folder = try Folder(files: ["spec.yaml": spec])
    let outcome = try await Swpipe.run(
      ["run", "spec.yaml"],
      in: folder,
      input: Array((job.blocks["input"] ?? "").utf8)
    )
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.text == job.blocks["output"], "\(outcome)")
  }
}
