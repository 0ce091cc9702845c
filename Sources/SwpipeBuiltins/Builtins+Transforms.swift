package import SwpipeCore

extension Builtins {
  /// The transforms, in the order of the reference page.
  package static let transforms: [Definition] = [
    Identity.definition,
    TextUpper.definition,
    TextLower.definition,
    TextTrim.definition,
    TextReverse.definition,
    TextLength.definition,
    TextStartsWith.definition,
    TextEndsWith.definition,
    TextPrefix.definition,
    TextSuffix.definition,
    TextSplit.definition,
    TextWords.definition,
    TextPad.definition,
    Take.definition,
    Skip.definition,
    Sample.definition,
    Sleep.definition,
    NumberParse.definition,
    NumberAdd.definition,
    NumberMultiply.definition,
    NumberGreaterThan.definition,
    NumberLessThan.definition,
    NumberAtLeast.definition,
    NumberAtMost.definition,
    NumberEquals.definition,
  ]
}
