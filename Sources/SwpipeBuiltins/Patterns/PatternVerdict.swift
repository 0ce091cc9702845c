internal import SwpipeCore

/// Gives true or false for each element; what `text.matches` is as a map.
struct PatternVerdict: MapTransform {
  let matcher: PatternMatcher

  mutating func map(_ element: Span<UInt8>, into output: inout BatchBuilder)
    throws(ElementFailure)
  {
    let matches = try matcher.find(in: element, isASCII: element.isASCII)
    output.append(utf8: matches ? "true" : "false")
  }
}
