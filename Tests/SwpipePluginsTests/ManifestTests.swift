import SwpipeCore
import Testing

@testable import SwpipePlugins

@Suite struct ManifestTests {
  private static func read(_ json: String) throws(ManifestProblem) -> PluginManifest {
    try PluginManifest.read(Array(json.utf8))
  }

  @Test func `everything that a manifest can say is read`() throws {
    let manifest = try Self.read(
      """
      {"protocol": 1, "name": "geo", "version": "2.1", "summary": "Places", "files": ["/a.py"],
       "later": {}, "transforms": [
        {"name": "geo.country", "summary": "S", "details": "D", "operators": ["map", "filter"],
         "takes": "json", "gives": "text", "element_index": true, "concurrency": 7,
         "one_worker": true, "keeps_state": true, "thread_safe": false, "blocks": true,
         "resources": [{"name": "places", "type": "table", "optional": true}],
         "parameters": [
          {"name": "a", "type": "text", "default": "x", "help": "H."},
          {"name": "b", "type": "integer", "minimum": 1, "maximum": 9, "required": true},
          {"name": "c", "type": "duration", "default": "1m30s"},
          {"name": "d", "type": "size", "default": "64KiB"},
          {"name": "e", "type": "choice", "choices": ["u", "v"], "default": "v"},
          {"name": "f", "type": "list", "of": "integer", "default": [1, 2]},
          {"name": "g", "type": "value", "default": {"k": [null]}},
          {"name": "h", "type": "number", "minimum": 0, "default": 0.5},
          {"name": "i", "type": "boolean", "default": true}]}]}
      """
    )
    #expect(manifest.name == "geo" && manifest.files == ["/a.py"])
    let transform = try #require(manifest.transforms.first)
    #expect(transform.operators == [.map, .filter] && transform.concurrency == 7)
    #expect(transform.accepts == .json && transform.gives == .text)
    #expect(transform.needsElementIndex && transform.needsOneWorker && transform.blocks)
    #expect(transform.keepsState && !transform.isThreadSafe)
    #expect(
      transform.resources == [ResourceRequest(name: "places", type: "table", isOptional: true)]
    )
    #expect(
      transform.parameters.map(\.defaultArgument) == [
        .text("x"), nil, .duration(90_000_000_000), .size(65536), .text("v"),
        .list([.integer(1), .integer(2)]),
        .value(.mapping([Value.Field(key: "k", value: .list([.null]))])), .number(0.5),
        .boolean(true),
      ]
    )
    #expect(transform.parameters[1].type == .integer(1...9) && transform.parameters[1].isRequired)
    #expect(JSONCodec.decode(PluginManifest.self, JSONCodec.encode(manifest)) == manifest)
  }

  private static let wrong: [(String, String)] = [
    ("[", "it is no JSON"),
    ("[]", "an object is needed"),
    ("{}", "`transforms`: it is missing"),
    (#"{"transforms": []}"#, "`transforms`: it offers none"),
    (#"{"protocol": 2, "transforms": []}"#, "`protocol`: this swpipe speaks version 1, not 2"),
    (#"{"transforms": [{}]}"#, "`transforms[0]`: it has no `name`"),
    (#"{"transforms": [{"name": "a b"}]}"#, "not `a b`"),
    (#"{"transforms": [{"name": "a"}]}"#, "`transforms[0]`: it has no `operators`"),
    (#"{"transforms": [{"name": "a", "operators": ["fold"]}]}"#, "not `fold`"),
    (#"{"transforms": [{"name": "a", "operators": []}]}"#, "it serves none"),
    (#"{"transforms": [{"name": "a", "operators": ["map"], "concurrency": 0}]}"#, "from 1 on"),
    (#"{"transforms": [{"name": "a", "operators": ["map"], "takes": "xml"}]}"#, "not `xml`"),
    (
      #"{"transforms": [{"name": "a", "operators": ["map"]}, {"name": "a", "operators": ["map"]}]}"#,
      "there are two transforms `a`"
    ),
    (parameter(#""type": "text""#), "it has no `name`"),
    (parameter(#""name": "p""#), "it has no `type`"),
    (parameter(#""name": "invert", "type": "text""#), "swpipe's own"),
    (parameter(#""name": "p", "type": "regex""#), "not `regex`"),
    (parameter(#""name": "p", "type": "integer", "default": 1.5"#), "a whole number is needed"),
    (
      parameter(#""name": "p", "type": "integer", "minimum": 2, "maximum": 1"#),
      "its `minimum` is above its `maximum`"
    ),
    (
      parameter(#""name": "p", "type": "integer", "minimum": 2, "default": 1"#),
      "it is out of bounds"
    ),
    (parameter(#""name": "p", "type": "duration", "default": "5"# + "\""), "say the unit"),
    (parameter(#""name": "p", "type": "choice""#), "it has no `choices`"),
    (
      parameter(#""name": "p", "type": "choice", "choices": ["a"], "default": "b""#),
      "`b` is none of the choices"
    ),
    (
      parameter(#""name": "p", "type": "text", "default": "b", "required": true"#),
      "a required parameter has no default"
    ),
  ]

  private static func parameter(_ members: String) -> String {
    #"{"transforms": [{"name": "a", "operators": ["map"], "parameters": [{\#(members)}]}]}"#
  }

  @Test(arguments: wrong)
  func `what is wrong with a manifest is said with its place`(_ json: String, _ part: String) {
    let problem = #expect(throws: ManifestProblem.self) { try Self.read(json) }
    #expect(problem?.description.contains(part) == true, "\(problem?.description ?? "")")
  }
}
