internal import SwpipeCore

/// `cache.distinct`: what was not met lately.
struct CacheDistinct: FilterTransform {
  static let key = Parameter<Template?>.optional(
    .template("key", "What is compared, such as {{ .user.id }}; the element as it is by default.")
  )

  static let definition = Definition(
    name: "cache.distinct",
    summary: "Drops elements that were met lately",
    details: """
      Keeps an element if its key is not in the cache, and puts it there. How long a key is remembered \
      is the cache's matter: until `capacity` other keys came up since it was last met, and no longer \
      than `ttl` after it was let through. With `invert: true` it keeps what was met before. Elements \
      as they are count as the same if they have the same bytes. Several workers see repetitions of \
      each other only with `scope: run`.
      """,
    parameters: [key.info],
    examples: [
      Example(
        "Each line once",
        spec: """
          stages:
            - filter: cache.distinct
              on_start: {cache: {cache: {}}}

          """,
        input: "a\nb\na\nb\nc\n",
        output: "a\nb\nc\n"
      ),
      Example(
        "The first element of each user",
        spec: """
          source: {stdin: {format: jsonl}}
          stages:
            - filter: {cache.distinct: '{{ .user }}'}
              on_start: {users: {cache: {capacity: 100000, ttl: 1h}}}
          sink: {stdout: {format: jsonl}}

          """,
        input: "{\"user\":1,\"n\":1}\n{\"user\":1,\"n\":2}\n{\"user\":2,\"n\":3}\n",
        output: "{\"user\":1,\"n\":1}\n{\"user\":2,\"n\":3}\n"
      ),
      Example(
        "edge: the repetitions alone, empty lines among them",
        spec: """
          stages:
            - filter: {cache.distinct: {invert: true}}
              on_start: {cache: {cache: {}}}

          """,
        input: "\na\n\n\n",
        output: "\n\n"
      ),
    ],
    role: .transform(
      TransformRole(
        operators: [.filter],
        accepts: .any,
        gives: .same,
        resources: [Cache.request]
      ) { (arguments, _, context) throws(RunFailure) in
        CacheDistinct(
          cache: try Cache.request.find(Cache.self, in: context),
          key: try TemplateRenderer.optional(arguments[key], context)
        )
      }
    )
  )

  let cache: Cache
  let key: TemplateRenderer?

  mutating func apply(_ slice: borrowing Slice, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    // Keys are kept whole, so each that is looked for is made as an array.
    var scratch = BatchBuilder()
    while output.position < slice.range.upperBound, !output.isFull {
      let isNew: Bool
      if let key {
        scratch.rollBack()
        try key.append(slice, output.position, to: &scratch)
        isNew = cache.insert(scratch.withUnfinished { Self.bytes($0) })
      } else {
        isNew = slice.withElement(output.position) { cache.insert(Self.bytes($0)) }
      }
      output.decide(isNew)
      output.position += 1
    }
  }

  /// Never called, because a key may depend on the element's index.
  mutating func isIncluded(_ element: Span<UInt8>) -> Bool { false }

  private static func bytes(_ span: Span<UInt8>) -> [UInt8] {
    span.withUnsafeBufferPointer { Array($0) }
  }
}
