import Testing

/// Regular expressions: programs, inputs and what they give.
@Suite struct PatternsTests {
  private static let cases: [LanguageCase] = [
    LanguageCase(
      #"[match("";"g").offset]"#,
      #""aé""#,
      [#"[0,1,2]"#]
    ),
    LanguageCase(
      #"[gsub("";"-"), gsub("^";">"), gsub("a";"b")]"#,
      #""ab""#,
      [#"["-a-b-",">ab","bb"]"#]
    ),
    LanguageCase(
      #"[gsub("a|b";"1","2")]"#,
      #""ab""#,
      [#"["11","22"]"#]
    ),
    LanguageCase(
      #"gsub("(?<x>[a-z])"; "\(.x)-")"#,
      #""abc1""#,
      [#""a-b-c-1""#]
    ),
    LanguageCase(
      #"[match("(a)|(b)";"g")]"#,
      #""ab""#,
      [
        #"[{"offset":0,"length":1,"string":"a","captures":[{"offset":0,"length":1,"string":"a","name":null},{"offset":-1,"length":0,"string":null,"name":null}]},{"offset":1,"length":1,"string":"b","captures":[{"offset":-1,"length":0,"string":null,"name":null},{"offset":1,"length":1,"string":"b","name":null}]}]"#
      ]
    ),
    LanguageCase(
      #"capture("(?<n>\\d+)-(?<m>x)?")"#,
      #""12-""#,
      [#"{"n":"12","m":null}"#]
    ),
    LanguageCase(
      #"[scan("\\d")], [scan("(\\d)(\\d)")]"#,
      #""1 23 45""#,
      [#"["1","2","3","4","5"]"#, #"[["2","3"],["4","5"]]"#]
    ),
    LanguageCase(
      #"[splits(", *")], split(", *";null)"#,
      #""a, b,c""#,
      [#"["a","b","c"]"#, #"["a","b","c"]"#]
    ),
    LanguageCase(
      #"sub("(?<a>.)";"\(.a)!")"#,
      #""abc""#,
      [#""a!bc""#]
    ),
    LanguageCase(
      #"[test("A";"i"), test("a b";"x"), test("a\nb";"x")]"#,
      #""ab""#,
      [#"[true,true,true]"#]
    ),
    LanguageCase(
      #"[match("a";"gi").string]"#,
      #""aAa""#,
      [#"["a","A","a"]"#]
    ),
    LanguageCase(
      #"[splits("a";"g")]"#,
      #""bab""#,
      [#"["b","b"]"#]
    ),
    LanguageCase(
      #"[splits("x")]"#,
      #""axb""#,
      [#"["a","b"]"#]
    ),
    LanguageCase(
      #"splits("a")"#,
      #""b""#,
      [#""b""#]
    ),
    LanguageCase(
      #""x" | ascii_downcase | test("X"; "i")"#,
      #"null"#,
      [#"true"#]
    ),
    LanguageCase(
      #"[splits(", ")]"#,
      #""a, b""#,
      [#"["a","b"]"#]
    ),
    LanguageCase(
      #"[.[] | sub("a";"b")]"#,
      #"["aa"]"#,
      [#"["ba"]"#]
    ),
    LanguageCase(
      #"[match("b";"g") | .offset, .length]"#,
      #""abcb""#,
      [#"[1,1,3,1]"#]
    ),
    LanguageCase(
      #"splits("b")"#,
      #""abc""#,
      [#""a""#, #""c""#]
    ),
    LanguageCase(
      #"gsub("\\s+"; " ")"#,
      #""a  b   c""#,
      [#""a b c""#]
    ),
    LanguageCase(
      #"gsub("(?<d>\\d)"; "<\(.d)>")"#,
      #""a1b2""#,
      [#""a<1>b<2>""#]
    ),
    LanguageCase(
      #"[match("(?<x>a)?b").captures[0]]"#,
      #""b""#,
      [#"[{"offset":-1,"length":0,"string":null,"name":"x"}]"#]
    ),
    LanguageCase(
      #"gsub("a";"b";"i")"#,
      #""aA""#,
      [#""bb""#]
    ),
    LanguageCase(
      #"sub("b$";"x"), sub("^a";"y")"#,
      #""ab""#,
      [#""ax""#, #""yb""#]
    ),
    LanguageCase(
      #""abc" | sub("(?<x>b)"; "[\(.x)]", "{\(.x)}")"#,
      #"null"#,
      [#""a[b]c""#, #""a{b}c""#]
    ),
  ]

  @Test(arguments: cases)
  func `regular expressions give what the language says`(_ example: LanguageCase) {
    example.check()
  }
}
