import Glibc
import SwpipeBuiltins
import SwpipeCore
import Testing

@Suite struct `The source file` {
  private func collect(_ paths: [String], format: String = "lines") throws -> Collected {
    let places = InputPlaces()
    let source = try makeSource(
      "file",
      ["paths": .list(paths.map { .text($0) }), "format": .text(format)],
      places: places
    )
    return Collected(source, places: places)
  }

  private func failure(_ paths: [String]) -> RunFailure? {
    do throws(RunFailure) {
      var source = try makeSource("file", ["path": .list(paths.map { .text($0) })])
      source.close()
      return nil
    } catch {
      return error
    }
  }

  @Test func `files follow each other, each with its lines and its last line ended`() throws {
    let folder = Folder()
    let paths = [
      folder.write("a", "1\n2"), folder.write("b", ""), folder.write("c", "\n3\n"),
    ]
    let result = try collect(paths)
    #expect(result.elements == ["1", "2", "", "3"])
    #expect(
      result.places == ["\(paths[0]):1", "\(paths[0]):2", "\(paths[2]):1", "\(paths[2]):2"]
    )
  }

  @Test func `each csv file has its own header`() throws {
    let folder = Folder()
    let paths = [folder.write("a", "x\n1\n"), folder.write("b", "y\n2"), folder.write("c", "")]
    let result = try collect(paths, format: "csv")
    #expect(result.elements == [#"{"x":"1"}"#, #"{"y":"2"}"#])
    #expect(result.places == ["\(paths[0]):2", "\(paths[1]):2"])
  }

  @Test func `patterns stand for files, sorted, and a file of that name comes first`() throws {
    let folder = Folder()
    folder.write("b.txt", "b\n")
    folder.write("a.txt", "a\n")
    folder.write("[x].log", "x\n")
    let result = try collect([folder.path + "/*.txt", folder.path + "/[x].log"])
    #expect(result.elements == ["a", "b", "x"])
  }

  @Test func `two stars stand for directories at any depth`() throws {
    let folder = Folder()
    let names = ["[a]", "[a]/b{1,2}", "[a]/b{1,2}/c", ".hidden"]
    for name in names { #expect(mkdir(folder.path + "/" + name, 0o755) == 0) }
    #expect(symlink(folder.path + "/[a]", folder.path + "/link") == 0)
    let files = ["0.log", "[a]/1.log", "[a]/b{1,2}/2.txt", "[a]/b{1,2}/c/3.log", ".hidden/4.log"]
    for (number, file) in files.enumerated() { folder.write(file, "\(number)\n") }
    defer {
      for file in files { unlink(folder.path + "/" + file) }
      for name in names.reversed() { rmdir(folder.path + "/" + name) }
    }
    #expect(try collect([folder.path + "/**/*.log"]).elements == ["0", "1", "3"])
    #expect(try collect([folder.path + "/**/*.{txt,log}"]).elements == ["0", "1", "2", "3"])
    #expect(try collect([folder.path + "/**"]).elements == ["0", "1", "2", "3"])
    #expect(try collect([folder.path + "/**/c/**/*"]).elements == ["3"])
    #expect(failure([folder.path + "/**.log"])?.message.contains("no more than `*`") == true)
    #expect(failure([folder.path + "/**/*.csv"])?.message.contains("no file matches") == true)
  }

  @Test(.enabled(if: geteuid() != 0, "root may look into everything"))
  func `a pattern never stands for a part of its files`() throws {
    let folder = Folder()
    #expect(mkdir(folder.path + "/closed", 0o000) == 0)
    for pattern in ["/*/*.log", "/**/*.log"] {
      #expect(failure([folder.path + pattern])?.message.contains("permission denied") == true)
    }
  }

  @Test func `what cannot be read is told before anything runs`() {
    let folder = Folder()
    let file = folder.write("a", "1\n")
    let missing = folder.path + "/missing"
    #expect(failure([missing])?.message == "cannot read \(missing): no such file or directory")
    #expect(failure([file, missing])?.status == .input)
    #expect(failure([folder.path])?.message == "cannot read \(folder.path): is a directory")
    #expect(failure([missing + "/*"])?.message == "no file matches \(missing)/*")
    #expect(failure([file + "/x"])?.message == "cannot read \(file)/x: not a directory")
  }

  @Test func `a FIFO without a writer opens at once and a stop ends it`() throws {
    let folder = Folder()
    let path = folder.path + "/fifo"
    #expect(mkfifo(path, 0o600) == 0)
    let source = try makeSource(
      "file",
      ["path": .list([.text(path)])],
      readiness: Script([], isEndless: true)
    )
    #expect(Collected(source).elements == [])
  }

  @Test func `a FIFO is read from its writer's start to its end`() throws {
    let folder = Folder()
    let path = folder.path + "/fifo"
    #expect(mkfifo(path, 0o600) == 0)
    let writer = Companion { writeTwo(to: path) }
    let source = try makeSource("file", ["path": .list([.text(path)])], readiness: Polling())
    #expect(Collected(source).elements == ["one", "two"])
    #expect(writer.join() == 2)
  }

  @Test func `lines longer than a read pass`() throws {
    let folder = Folder()
    let long = String(repeating: "x", count: 1_000_000)
    let path = folder.write("a", "a\n\(long)\nb\n\(long)")
    let result = try collect([path])
    #expect(result.elements == ["a", long, "b", long])
    #expect(result.places.last == "\(path):4")
  }

  @Test func `paths must be given once`() {
    let definition = Builtins.sources.first { $0.name == "file" }
    #expect(problems(definition, [:]) == ["there is no path to read"])
    let one = Argument.list([.text("a")])
    #expect(
      problems(definition, ["path": one, "paths": one]) == ["`path` and `paths` exclude each other"]
    )
    #expect(problems(definition, ["path": one]) == [])
  }
}

/// Writes two elements; returns how many were written.
private func writeTwo(to path: String) -> Int {
  do throws(RunFailure) {
    var sink = try makeSink("file", ["path": .text(path)])
    do throws(SinkFailure) {
      try sink.write(["one", "two"])
      try sink.finish(.complete)
      return 2
    } catch {
      return 0
    }
  } catch {
    return 0
  }
}
