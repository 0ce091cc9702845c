import CommandSupport
import Testing

/// The folders of a module are layers: a folder names nothing of a folder above it.
///
/// docs/architecture.md has their order. What a file names is read from its words, so a member of a
/// type that is declared above goes unseen; it is the types that count.
@Suite struct LayerTests {
  /// `SwpipeCore: Text, Elements, …`, lowest first.
  static let modules: [String] = Repository.text("docs/architecture.md")
    .split(separator: "\n")
    .filter { $0.firstMatch(of: /^\w+: [\w.].*, \.$/) != nil }
    .map(String.init)

  private static func order(_ module: String) -> (name: String, folders: [String]) {
    let parts = module.split(separator: ":")
    return (
      String(parts[0]), parts[1].split(separator: ",").map { String($0.drop { $0 == " " }) }
    )
  }

  @Test func `docs/architecture.md has the order of the folders of every module that has some`() {
    var expected: Set<String> = []
    for file in Repository.files(below: "Sources", suffix: ".swift") {
      let parts = file.split(separator: "/")
      if parts.count > 3 { expected.insert(String(parts[1])) }
    }
    #expect(Set(Self.modules.map { Self.order($0).name }) == expected)
  }

  @Test(arguments: modules)
  func `a folder names nothing of a folder above it`(_ module: String) {
    let (name, folders) = Self.order(module)
    let root = "Sources/\(name)/"
    var folderOf: [String: String] = [:]
    var names: [String: SwiftNames] = [:]
    var places: [String: Set<String>] = [:]
    for file in Repository.files(below: "Sources/\(name)", suffix: ".swift") {
      let folder = file.dropFirst(root.count).split(separator: "/").dropLast().joined(
        separator: "/"
      )
      folderOf[file] = folder.isEmpty ? "." : folder
      let found = SwiftNames(Repository.text(file))
      names[file] = found
      for type in found.declared { places[type, default: []].insert(file) }
    }
    #expect(Set(folderOf.values).union(["."]) == Set(folders), "the folders of \(name)")
    var heights: [String: Int] = [:]
    for (height, folder) in folders.enumerated() { heights[folder] = height }
    for (file, found) in names {
      guard let folder = folderOf[file], let own = heights[folder] else { continue }
      for type in found.used {
        for place in places[type] ?? [] {
          guard let other = folderOf[place], let height = heights[other], height > own else {
            continue
          }
          Issue.record("\(file) names \(type) of \(other), which is above \(folder)")
        }
      }
    }
  }

  @Test func `names are read from the words of a file`() {
    let names = SwiftNames(
      """
      /// A Comment.
      package struct Outer<Item: Some> {
        enum Inner { case one }
        let text = "Quoted \\(Used(1)) Unused"
        let raw = #"Raw \\(Not) \\#(Seen.Member)"#
        func apply<Value>(_ value: Value) -> Outer.Inner where Value: Bound {}
      }
      private struct Hidden {}
      final class Second: Base /* Gone */ {}
      """
    )
    #expect(names.declared == ["Outer", "Second"])
    #expect(names.used == ["Some", "Used", "Seen", "Bound", "Base"])
  }
}
