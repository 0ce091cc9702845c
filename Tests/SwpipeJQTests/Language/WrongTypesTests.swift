import Testing

/// Functions on values that they are not for.
@Suite struct WrongTypesTests {
  private static let cases: [LanguageCase] = [
    LanguageCase(
      "try sort_by(.) catch ., try group_by(.[0]) catch ., try unique_by(.) catch .",
      #"{"q":[7]}"#,
      [
        #""object ({\"q\":[7]}) and array ([[[7]]]) cannot be sorted, as they are not both arrays""#,
        #""object ({\"q\":[7]}) and array ([[7]]) cannot be sorted, as they are not both arrays""#,
        #""object ({\"q\":[7]}) and array ([[[7]]]) cannot be sorted, as they are not both arrays""#,
      ]
    ),
    LanguageCase("map(isnan, isinfinite, isnormal)", #"[null,"x",{}]"#, ["[\(falses(9))]"]),
    LanguageCase("has(0), has(\"a\")", "null", ["false", "false"]),
    LanguageCase(
      "index(\"m\"), rindex(\"m\"), index(\"n\"), rindex(\"n\"), index(\"o\")",
      #"{"m":[true,"z"],"n":[]}"#,
      ["true", #""z""#, "null", "null", "null"]
    ),
    LanguageCase(
      "map(try index(\"m\") catch .)",
      #"[{"m":5},{"m":"s"},{"m":{"x":1}}]"#,
      [
        #"["Cannot index number with number (0)","Cannot index string with number (0)","#
          + #""Cannot index object with number (0)"]"#
      ]
    ),
    LanguageCase(
      "index(2), (try indices([2]) catch .)",
      "null",
      ["null", #""Cannot index null with array ([2])""#]
    ),
    LanguageCase(
      "map(. as $n | try ([limit($n; 4, 5)]) catch ., try ([skip($n; 4, 5)]) catch .)",
      #"[1,"w",[6]]"#,
      [
        #"[[4],[5],"string (\"w\") and number (1) cannot be subtracted","#
          + #""string (\"w\") and number (1) cannot be subtracted","#
          + #""array ([6]) and number (1) cannot be subtracted","#
          + #""array ([6]) and number (1) cannot be subtracted"]"#
      ]
    ),
    LanguageCase("[limit(.; empty)], [skip(.; empty)]", #""w""#, ["[]", "[]"]),
    LanguageCase("map(frexp)", "[-1,-6.5,8,0]", ["[[-0.5,1],[-0.8125,3],[0.5,4],[0,0]]"]),
    LanguageCase(
      "@base32, (@base32 | @base32d)",
      #""ÿÿÿÿÿÿÿÿ long enough to fill a word""#,
      [
        #""YO74HP6DX7B37Q57YO74HP6DX4QGY33OM4QGK3TPOVTWQIDUN4QGM2LMNQQGCIDXN5ZGI===""#,
        #""ÿÿÿÿÿÿÿÿ long enough to fill a word""#,
      ]
    ),
  ]

  private static func falses(_ count: Int) -> String {
    Array(repeating: "false", count: count).joined(separator: ",")
  }

  @Test(arguments: cases)
  func `a value of another type is an error or an answer, as in jq`(_ language: LanguageCase) {
    language.check()
  }
}
