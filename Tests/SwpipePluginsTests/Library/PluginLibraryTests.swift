import CommandSupport
import GoldenSupport
import SwpipeCore
import Testing

@testable import SwpipePlugins

/// What is said of a library that is none, or not ours.
@Suite struct PluginLibraryTests {
  static let sound = """
    #include <swpipe_plugin.h>
    uint32_t swpipe_plugin_version(void) { return SWPIPE_PLUGIN_VERSION; }
    const char *swpipe_plugin_describe(void) { return "{}"; }
    void *swpipe_plugin_start(const swpipe_start_info *info, swpipe_error *error) {
      (void)info; (void)error; return (void *)1;
    }
    swpipe_result swpipe_plugin_apply(void *state, const swpipe_element *element,
                                      swpipe_output *output, swpipe_error *error) {
      (void)state; (void)error; output->emit(output, element->bytes, element->count);
      return SWPIPE_DONE;
    }
    int swpipe_plugin_done(void *state, const swpipe_stage_status *status, swpipe_error *error) {
      (void)state; (void)status; (void)error; return 0;
    }
    void swpipe_plugin_free(void *state) { (void)state; }

    """

  private func problem(of path: String) throws -> PluginProblem {
    try #require(throws: PluginProblem.self) { _ = try PluginLibrary.open(path) }
  }

  @Test func `a sound library is opened`() throws {
    let path = try Compiler.library(Self.sound, named: "sound")
    let library = try PluginLibrary.open(path)
    #expect(try String(decoding: library.describe(), as: UTF8.self) == "{}")
  }

  @Test(arguments: ["version", "describe", "start", "apply", "done", "free"])
  func `a missing function is named`(_ function: String) throws {
    let name = "swpipe_plugin_\(function)"
    let source = Self.sound.replacing("\(name)(", with: "other_\(function)(")
    let declared = "#define swpipe_plugin_\(function) other_\(function)\n" + source
    let path = try Compiler.library(declared, named: "without_\(function)")
    let problem = try problem(of: path)
    #expect(problem.message == "`\(path)` has no function `\(name)`")
    #expect(problem.help?.contains("extern \"C\"") == true)
  }

  @Test(arguments: [0, 2, UInt32.max])
  func `another version of the interface is refused`(_ version: UInt32) throws {
    let source = Self.sound.replacing("SWPIPE_PLUGIN_VERSION; }", with: "\(version)u; }")
    let path = try Compiler.library(source, named: "version_\(version)")
    #expect(
      try problem(of: path).message
        == "`\(path)` was made for version \(version) of swpipe_plugin.h, and this swpipe "
        + "has version 1"
    )
  }

  @Test func `another version need not have the functions of this one`() throws {
    let path = try Compiler.library(
      "unsigned swpipe_plugin_version(void); unsigned swpipe_plugin_version(void) { return 7; }",
      named: "future"
    )
    #expect(try problem(of: path).message.contains("made for version 7"))
  }

  @Test func `a file that is not there is said so`() throws {
    let path = try Compiler.path("nowhere.so")
    #expect(
      try problem(of: path).message
        == "`\(path)` cannot be opened: no such file or directory"
    )
  }

  @Test(arguments: ["empty": "", "script": "#!/bin/sh\nexit 0\n", "text": nil])
  func `a file that is no library is said so`(_ name: String, _ text: String?) throws {
    let path = try Compiler.path("\(name).so")
    let long = String(repeating: "text\n", count: 1000)
    try #require(TextFile.write(text ?? long, to: path))
    let problem = try problem(of: path)
    let reason = text == nil ? "invalid ELF header" : "file too short"
    #expect(problem.message == "`\(path)` cannot be loaded: \(reason)")
    #expect(problem.help?.contains("`command:`") == true)
  }

  @Test func `a folder is no library`() throws {
    #expect(try problem(of: "/tmp").message.hasPrefix("`/tmp` cannot be loaded: "))
  }

  @Test func `a function of another library that is missing is the reason`() throws {
    let source = Self.sound.replacing("{ (void)state; }", with: "{ (void)state; elsewhere(); }")
    let path = try Compiler.library("void elsewhere(void);\n" + source, named: "undefined")
    #expect(
      try problem(of: path).message
        == "`\(path)` cannot be loaded: undefined symbol: elsewhere"
    )
  }

  @Test func `a library without a manifest is said so`() throws {
    let source = Self.sound.replacing("return \"{}\"", with: "return NULL")
    let path = try Compiler.library(source, named: "silent")
    let library = try PluginLibrary.open(path)
    let problem = try #require(throws: PluginProblem.self) { _ = try library.describe() }
    #expect(
      problem.message
        == "`\(path)` has no manifest: swpipe_plugin_describe gave NULL"
    )
  }

  @Test func `a library is loaded once, and so is what is wrong with it`() throws {
    let source =
      "static int asked, loads;\n"
      + "__attribute__((constructor)) static void count(void) { loads++; }\n"
      + Self.sound.replacing(
        "return SWPIPE_PLUGIN_VERSION;",
        with: "return (uint32_t)(loads * 10 + ++asked);"
      )
    let path = try Compiler.library(source, named: "counting")
    for _ in 0..<3 { #expect(try problem(of: path).message.contains("made for version 11 of")) }
  }
}
