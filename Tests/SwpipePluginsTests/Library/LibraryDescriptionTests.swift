import CommandSupport
import Glibc
import SwpipeCore
import Testing

@testable import SwpipePlugins

/// What is said of a library that is asked for its manifest, whatever it does then.
@Suite struct LibraryDescriptionTests {
  private static let manifest =
    "{\\\"transforms\\\": [{\\\"name\\\": \\\"a\\\", \\\"summary\\\": \\\"B\\\", "
    + "\\\"operators\\\": [\\\"map\\\"]}]}"

  /// A library whose description is the body of a C function, and more code before that.
  private func library(_ name: String, _ body: String, before: String = "") throws -> String {
    let source =
      before + "\n"
      + PluginLibraryTests.sound.replacing("{ return \"{}\"; }", with: "{ \(body) }")
    return try Compiler.library(source, named: name)
  }

  private func describe(_ path: String, limit: Int64 = LibraryDescription.limit)
    throws -> PluginManifest
  {
    try LibraryDescription.manifest(of: path, program: Repository.binary, limit: limit)
  }

  private func problem(_ path: String, limit: Int64 = LibraryDescription.limit) throws
    -> PluginProblem
  {
    try #require(throws: PluginProblem.self) { _ = try describe(path, limit: limit) }
  }

  @Test func `a library says what it offers`() throws {
    let manifest = try describe(Compiler.library("kinds"))
    #expect(manifest.name == "kinds")
    #expect(manifest.transforms.map(\.name) == ["same"])
  }

  @Test func `what a library writes to standard output is no part of its manifest`() throws {
    let path = try library(
      "noisy",
      "puts(\"hello\"); fflush(stdout); return \"\(Self.manifest)\";",
      before: """
        #include <stdio.h>
        __attribute__((constructor)) static void greet(void) { puts("hi"); fflush(stdout); }
        """
    )
    #expect(try describe(path).transforms.map(\.name) == ["a"])
  }

  /// A sanitizer ends the process itself where an address is wrong.
  private static let wrongAddress =
    Sanitizer.isOn ? [] : [("segv", "*(volatile int *)8 = 1; return NULL;", "SIGSEGV")]

  @Test(
    arguments: wrongAddress + [
      ("abort", "abort();", "SIGABRT"), ("kill", "raise(SIGKILL); return NULL;", "SIGKILL"),
    ]
  )
  func `a crash is said`(_ name: String, _ body: String, _ signal: String) throws {
    let path = try library(name, body, before: "#include <signal.h>\n#include <stdlib.h>")
    #expect(
      try problem(path)
        == PluginProblem(message: "`\(path)` crashed while it was loaded and described: \(signal)")
    )
  }

  @Test func `a crash in a constructor is said, with what was written before it`() throws {
    let path = try library(
      "constructor",
      "return NULL;",
      before: """
        #include <stdio.h>
        #include <stdlib.h>
        __attribute__((constructor)) static void fail(void) {
          fputs("one\\nno licence found\\n\\n", stderr);
          abort();
        }
        """
    )
    #expect(
      try problem(path)
        == PluginProblem(
          message: "`\(path)` crashed while it was loaded and described: SIGABRT",
          help: "it wrote to standard error: no licence found"
        )
    )
  }

  @Test(arguments: [0, 3])
  func `a library that ends the process is said so`(_ status: Int) throws {
    let path = try library("exit_\(status)", "exit(\(status));", before: "#include <stdlib.h>")
    #expect(
      try problem(path).message
        == "`\(path)` ended the process that loaded it, with status \(status), before it gave its "
        + "manifest"
    )
  }

  @Test func `a description without an end is given up, and its process is gone`() throws {
    let note = try Compiler.path("endless.pid")
    let path = try library(
      "endless",
      """
      FILE *file = fopen("\(note)", "w");
      pid_t child = fork();
      if (child != 0) fprintf(file, "%d %d", (int)getpid(), (int)child);
      fclose(file);
      for (;;) pause();
      """,
      before: "#include <stdio.h>\n#include <unistd.h>"
    )
    #expect(
      try problem(path, limit: 2_000_000_000).message == "`\(path)` gave no manifest within 2s"
    )
    let numbers = try Compiler.text("endless.pid").split(separator: " ").compactMap { pid_t($0) }
    try #require(numbers.count == 2)
    #expect(kill(numbers[0], 0) == -1 && errno == ESRCH)
    #expect(Compiler.hasEnded(numbers[1]), "process \(numbers[1]) still runs")
  }

  @Test func `a child that the library leaves behind does not hold anything up`() throws {
    let path = try library(
      "forking",
      "if (fork() == 0) for (;;) pause(); return \"\(Self.manifest)\";",
      before: "#include <unistd.h>"
    )
    #expect(try describe(path).transforms.count == 1)
    let dying = try library(
      "forking_and_dying",
      "if (fork() == 0) for (;;) pause(); _exit(5);",
      before: "#include <unistd.h>"
    )
    #expect(try problem(dying).message.contains("with status 5"))
  }

  @Test func `a large manifest comes whole, and one that is too large is refused`() throws {
    let body = { (bytes: String) in
      """
      size_t count = \(bytes);
      char *text = malloc(count + 1000);
      int head = sprintf(text, "{\\"summary\\": \\"");
      memset(text + head, 'a', count);
      strcpy(text + head + count, "\\", " "\(Self.manifest.dropFirst())");
      return text;
      """
    }
    let before = "#include <stdio.h>\n#include <stdlib.h>"
    let large = try library("large", body("3 << 20"), before: before)
    #expect(try describe(large).summary?.utf8.count == 3 << 20)
    let huge = try library("huge", body("17 << 20"), before: before)
    #expect(try problem(huge).message == "`\(huge)` gave a manifest of more than 16MiB")
  }

  @Test func `what is wrong with the library itself is said as everywhere`() throws {
    let path = try Compiler.path("absent.so")
    #expect(
      try problem(path)
        == PluginProblem(message: "`\(path)` cannot be opened: no such file or directory")
    )
    let text = try Compiler.library(
      "int nothing;",
      named: "empty_library"
    )
    let problem = try problem(text)
    #expect(problem.message == "`\(text)` has no function `swpipe_plugin_version`")
    #expect(problem.help?.hasPrefix("a library exports") == true)
  }

  @Test(arguments: [
    ("no_json", "{", "it is no JSON"), ("no_object", "[]", "an object is needed"),
    ("no_transforms", "{}", "`transforms`: it is missing"),
    ("nothing", "", "it is no JSON"),
  ])
  func `a manifest that is wrong is said to be`(_ name: String, _ json: String, _ why: String)
    throws
  {
    let path = try library(name, "return \"\(json)\";")
    #expect(try problem(path).message.hasPrefix("the manifest of `\(path)` is wrong: \(why)"))
  }

  @Test func `rubbish on the manifest's own descriptor is said so`() throws {
    let path = try library(
      "rubbish",
      "if (write(3, \"rubbish, and more of it\", 23) < 0) return NULL; return \"{}\";",
      before: "#include <unistd.h>"
    )
    #expect(
      try problem(path).message.contains("descriptor 3") || problem(path).message.contains("16MiB")
    )
  }
}
