import SwpipeCore
import SwpipePlugins
import Testing

/// The manifest that `swpipe plugin describe --format json` prints.
@Suite struct ManifestJSONTests {
  private static func read(_ json: String) throws -> PluginManifest {
    try PluginManifest.read(Array(json.utf8))
  }

  private static let manifests = [
    #"{"transforms": [{"name": "a", "operators": ["map"]}]}"#,
    #"""
    {"protocol": 1, "name": "geo", "version": "2.1", "summary": "Places", "files": ["/a", "/b"],
     "transforms": [
       {"name": "geo.country", "summary": "Gives it", "details": "More.\n\nOf it.",
        "operators": ["map", "filter", "flat_map", "each"], "takes": "json", "gives": "text",
        "parameters": [
          {"name": "a", "type": "text", "default": "x \"y\"", "help": "One."},
          {"name": "b", "type": "boolean", "default": true},
          {"name": "c", "type": "integer", "minimum": -3, "maximum": 9, "default": 4},
          {"name": "d", "type": "integer", "required": true},
          {"name": "e", "type": "number", "minimum": 0.5, "default": 2},
          {"name": "f", "type": "duration", "default": "1m30s"},
          {"name": "g", "type": "duration", "default": "250us"},
          {"name": "h", "type": "size", "default": "64KiB"},
          {"name": "i", "type": "size", "default": "1500B"},
          {"name": "j", "type": "choice", "choices": ["en", "de"], "default": "de"},
          {"name": "k", "type": "pattern", "default": "^a+$"},
          {"name": "l", "type": "file"},
          {"name": "m", "type": "value", "default": {"z": [1, null, 2.5], "a": false}},
          {"name": "n", "type": "list"},
          {"name": "o", "type": "list", "of": "choice", "choices": ["x", "y"], "default": ["y"]},
          {"name": "p", "type": "list", "of": {"type": "list", "of": "duration"},
           "default": [["1s"], []]}],
        "resources": [{"name": "places", "type": "table", "optional": true}],
        "element_index": true, "concurrency": 8, "one_worker": true, "keeps_state": true, "thread_safe": false,
        "blocks": true}]}
    """#,
  ]

  @Test(arguments: manifests)
  func `reading it gives the same manifest, and writing that the same text`(_ json: String) throws {
    let manifest = try Self.read(json)
    var builder = BatchBuilder()
    builder.append(json: manifest.value)
    let written = builder.withUnfinished { span in
      span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
    let again = try Self.read(written)
    #expect(again == manifest)
    #expect(again.value == manifest.value)
  }

  @Test func `every default is filled in`() throws {
    let manifest = try Self.read(Self.manifests[0])
    guard case .mapping(let fields) = manifest.value,
      case .list(let transforms)? = fields.last?.value,
      case .mapping(let members)? = transforms.first
    else {
      Issue.record("the manifest is no object with transforms: \(manifest.value)")
      return
    }
    let names = [
      "name", "summary", "details", "operators", "takes", "gives", "parameters", "resources",
      "element_index", "concurrency", "one_worker", "keeps_state", "thread_safe", "blocks",
    ]
    #expect(members.map(\.key) == names)
    #expect(members.contains(.init(key: "takes", value: .text("any"))))
  }
}
