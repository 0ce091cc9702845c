import Testing

/// Text and formats: programs, inputs and what they give.
@Suite struct TextTests {
  private static let cases: [LanguageCase] = [
    LanguageCase(
      #"length, (explode|length), .[1:3], index("😀"), utf8bytelength"#,
      #""aé😀b""#,
      [#"4"#, #"4"#, #""é😀""#, #"2"#, #"8"#]
    ),
    LanguageCase(
      #"[55296, 1114112]|implode"#,
      #"null"#,
      [#""��""#]
    ),
    LanguageCase(
      #"@csv, @tsv"#,
      #"[null,true,1.50,"a\"b","x\ty\\z"]"#,
      [#"",true,1.50,\"a\"\"b\",\"x\ty\\z\"""#, #""\ttrue\t1.50\ta\"b\tx\\ty\\\\z""#]
    ),
    LanguageCase(
      #"@sh"#,
      #"["it's",1,null]"#,
      [#""'it'\\''s' 1 null""#]
    ),
    LanguageCase(
      #"@html "<b>\(.)</b>", @uri "?q=\(.)", @base64 "\(.)", @json "v=\(.)""#,
      #""<&'\" é""#,
      [
        #""<b>&lt;&amp;&#39;&quot; é</b>""#, #""?q=%3C%26%27%22%20%C3%A9""#, #""PCYnIiDDqQ==""#,
        #""v=\"<&'\\\" é\"""#,
      ]
    ),
    LanguageCase(
      #"@base64d"#,
      #""aGVsbG8=""#,
      [#""hello""#]
    ),
    LanguageCase(
      #"@base32"#,
      #""hello""#,
      [#""NBSWY3DP""#]
    ),
    LanguageCase(
      #"{"a b", "x\(1+1)": 2, @base64 "k": 3}"#,
      #"{"a b":1}"#,
      [#"{"a b":1,"x2":2,"k":3}"#]
    ),
    LanguageCase(
      #"ascii_downcase, ascii_upcase, ltrimstr("A"), rtrimstr("c"), trimstr("A"), (" x "|trim,ltrim,rtrim)"#,
      #""Abc""#,
      [#""abc""#, #""ABC""#, #""bc""#, #""Ab""#, #""bc""#, #""x""#, #""x ""#, #"" x""#]
    ),
    LanguageCase(
      #"[.[]|tojson], tojson"#,
      #"[1,"a",[1.10],{"a":null}]"#,
      [#"["1","\"a\"","[1.10]","{\"a\":null}"]"#, #""[1,\"a\",[1.10],{\"a\":null}]""#]
    ),
    LanguageCase(
      #"[.[]|tostring]"#,
      #"[1,"a",[1],1.50]"#,
      [#"["1","a","[1]","1.50"]"#]
    ),
    LanguageCase(
      #"ltrimstr("a","b")"#,
      #""ab""#,
      [#""b""#, #""ab""#]
    ),
    LanguageCase(
      #"tojson"#,
      #"1.000"#,
      [#""1.000""#]
    ),
    LanguageCase(
      #"implode"#,
      #"[65, 233, 128512]"#,
      [#""Aé😀""#]
    ),
    LanguageCase(
      #"@text, @json"#,
      #"[1,"a"]"#,
      [#""[1,\"a\"]""#, #""[1,\"a\"]""#]
    ),
    LanguageCase(
      #"[.[] | ltrimstr("x")]"#,
      #"["xa","b"]"#,
      [#"["a","b"]"#]
    ),
    LanguageCase(
      #"@base32d"#,
      #""NBSWY3DP""#,
      [#""hello""#]
    ),
    LanguageCase(
      #"tojson | fromjson"#,
      #"[1.10, 100000000000000000001, "é"]"#,
      [#"[1.10,100000000000000000001,"é"]"#]
    ),
    LanguageCase(
      #"100000000000000000001 | -., abs, tojson, tostring"#,
      #"null"#,
      [
        #"-100000000000000000001"#, #"100000000000000000001"#, #""100000000000000000001""#,
        #""100000000000000000001""#,
      ]
    ),
    LanguageCase(
      #"[1,2] | join(","), join(null)"#,
      #"null"#,
      [#""1,2""#, #""12""#]
    ),
    LanguageCase(
      #"[[1,2],[3,4]] | map(add) | join("-")"#,
      #"null"#,
      [#""3-7""#]
    ),
    LanguageCase(
      #"[null,"a",1,true] | join("/")"#,
      #"null"#,
      [#""/a/1/true""#]
    ),
    LanguageCase(
      #"ltrimstr(1)"#,
      #""a""#,
      [#"error: startswith() requires string inputs"#]
    ),
    LanguageCase(
      #"@json "x\([1])", @text "y\([1])", @sh "echo \("a b")""#,
      #"null"#,
      [#""x[1]""#, #""y[1]""#, #""echo 'a b'""#]
    ),
    LanguageCase(
      #"tojson"#,
      #""\u007f\u0001\u001f é \u2028 \ud83d\ude00 \/""#,
      [#""\"\\u007f\\u0001\\u001f é   😀 /\"""#]
    ),
    LanguageCase(
      #"fromjson"#,
      #""[1,{\"a\":2}]""#,
      [#"[1,{"a":2}]"#]
    ),
    LanguageCase(
      #""\u00e9" | @uri"#,
      #"null"#,
      [#""%C3%A9""#]
    ),
    LanguageCase(
      #"ltrimstr("a") | rtrimstr("b")"#,
      #""ab""#,
      [#""""#]
    ),
    LanguageCase(
      #"ascii_downcase"#,
      #""ÀB""#,
      [#""Àb""#]
    ),
    LanguageCase(
      #"[JOIN({"1":"x"}; .[]; tostring)]"#,
      #"[1,2]"#,
      [#"[[1,"x"],[2,null]]"#]
    ),
  ]

  @Test(arguments: cases)
  func `text and formats give what the language says`(_ example: LanguageCase) {
    example.check()
  }
}
