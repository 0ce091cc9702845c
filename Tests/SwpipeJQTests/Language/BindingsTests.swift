import Testing

/// Definitions, bindings and errors: programs, inputs and what they give.
@Suite struct BindingsTests {
  private static let cases: [LanguageCase] = [
    LanguageCase(
      #"(1, error("x")) // 2"#,
      #"null"#,
      [#"1"#, #"error: x"#]
    ),
    LanguageCase(
      #"[.[] | tonumber?]"#,
      #"["1","x","3"]"#,
      [#"[1,3]"#]
    ),
    LanguageCase(
      #"[(.[] | tonumber)?]"#,
      #"["1","x","3"]"#,
      [#"[1]"#]
    ),
    LanguageCase(
      #"[-1 as $x | 1, $x]"#,
      #"null"#,
      [#"[1,-1]"#]
    ),
    LanguageCase(
      #"1 | . + 2 as $x | -$x"#,
      #"null"#,
      [#"-3"#]
    ),
    LanguageCase(
      #"def f: 1; def g: f; def f: 2; g, f"#,
      #"null"#,
      [#"1"#, #"2"#]
    ),
    LanguageCase(
      #"def f($a): a, $a; f(1,2)"#,
      #"null"#,
      [#"1"#, #"2"#, #"1"#, #"1"#, #"2"#, #"2"#]
    ),
    LanguageCase(
      #"[.[] as [$a] ?// {a:$a} ?// $a | $a]"#,
      #"[[1],{"a":2},3]"#,
      [#"[1,2,3]"#]
    ),
    LanguageCase(
      #"[.[] as [$a] ?// $a | if $a == 1 then error("x") else $a end]"#,
      #"[[1],[2]]"#,
      [#"[[1],2]"#]
    ),
    LanguageCase(
      #"[.[]|tonumber?]"#,
      #"[".5","+1"," 1","0x1","","1e2","nan","-5"]"#,
      [#"[0.5,1,1e2,null,-5]"#]
    ),
    LanguageCase(
      #". as [$a, {b: $c}] | {$a, $c}"#,
      #"[1,{"b":2}]"#,
      [#"{"a":1,"c":2}"#]
    ),
    LanguageCase(
      #". as {a: $x, "b": $y, ("c"): $z, $d} | [$x,$y,$z,$d]"#,
      #"{"a":1,"b":2,"c":3,"d":4}"#,
      [#"[1,2,3,4]"#]
    ),
    LanguageCase(
      #"[.[] | {a, b: .c?}]"#,
      #"[{"a":1,"c":2},{"a":3}]"#,
      [#"[{"a":1,"b":2},{"a":3,"b":null}]"#]
    ),
    LanguageCase(
      #"try error("x") catch ., (try error({a:1}) catch .a)"#,
      #"null"#,
      [#""x""#, #"1"#]
    ),
    LanguageCase(
      #"[.[]?, .a?]"#,
      #"1"#,
      [#"[]"#]
    ),
    LanguageCase(
      #"def f(g): def h: g; h; f(.+1)"#,
      #"1"#,
      [#"2"#]
    ),
    LanguageCase(
      #"def f(x; y): x + y; f(1,2; 10,20)"#,
      #"null"#,
      [#"11"#, #"12"#, #"21"#, #"22"#]
    ),
    LanguageCase(
      #"def f(x): x as $v | [$v]; f(.[])"#,
      #"[1,2]"#,
      [#"[1]"#, #"[2]"#]
    ),
    LanguageCase(
      #"[def f: .+1; 1|f, (2|f)]"#,
      #"null"#,
      [#"[2,3]"#]
    ),
    LanguageCase(
      #".[] as {a: $x} | $x"#,
      #"[{"a":1},{"b":2}]"#,
      [#"1"#, #"null"#]
    ),
    LanguageCase(
      #""a" as $x | "b" as $y | $x + $y"#,
      #"null"#,
      [#""ab""#]
    ),
    LanguageCase(
      #"[1,2,3] as [$a] | $a"#,
      #"null"#,
      [#"1"#]
    ),
    LanguageCase(
      #".a."b-c", ."d"?, .["e","f"]"#,
      #"{"a":{"b-c":1},"e":2,"f":3}"#,
      [#"1"#, #"null"#, #"2"#, #"3"#]
    ),
    LanguageCase(
      #"error"#,
      #""x""#,
      [#"error: x"#]
    ),
    LanguageCase(
      #"try error catch ."#,
      #""x""#,
      [#""x""#]
    ),
    LanguageCase(
      #"try error("\($__loc__)") catch ."#,
      #"null"#,
      [#""{\"file\":\"<top-level>\",\"line\":1}""#]
    ),
    LanguageCase(
      #".[0] as $x | .[1] as $y | $x + $y"#,
      #"[1,2]"#,
      [#"3"#]
    ),
    LanguageCase(
      #"[.[] | try if . == 2 then error("two") else . end catch "caught"]"#,
      #"[1,2,3]"#,
      [#"[1,"caught",3]"#]
    ),
    LanguageCase(
      #"try (try error("a") catch error("b")) catch ."#,
      #"null"#,
      [#""b""#]
    ),
    LanguageCase(
      #"[(1,2,3) as $x | (4,5) as $y | $x * $y]"#,
      #"null"#,
      [#"[4,5,8,10,12,15]"#]
    ),
    LanguageCase(
      #"1 as $x | [$x, (2 as $x | $x), $x]"#,
      #"null"#,
      [#"[1,2,1]"#]
    ),
    LanguageCase(
      #"map(select(.a? // false))"#,
      #"[{"a":1},2,{"b":1}]"#,
      [#"[{"a":1}]"#]
    ),
    LanguageCase(
      #""x" | error"#,
      #"null"#,
      [#"error: x"#]
    ),
    LanguageCase(
      #"error(null)"#,
      #"null"#,
      [#"error: null (null) not a string"#]
    ),
    LanguageCase(
      #"[.[] as [$a, [$b]] | $a + $b]"#,
      #"[[1,[2]]]"#,
      [#"[3]"#]
    ),
    LanguageCase(
      #".a.b?"#,
      #"{"a":1}"#,
      []
    ),
    LanguageCase(
      #"try .a.b? catch ."#,
      #"1"#,
      [#""Cannot index number with string (\"a\")""#]
    ),
    LanguageCase(
      #"[(.a.b)?, (.[].c)?]"#,
      #"1"#,
      [#"[]"#]
    ),
    LanguageCase(
      #"[.a[]?, .a?[]?]"#,
      #"{"a":1}"#,
      [#"[]"#]
    ),
    LanguageCase(
      #"[.[0]?, .[1:]?, ."a"?]"#,
      #"{"b":1}"#,
      [#"[null]"#]
    ),
    LanguageCase(
      #"try (.[1:][0])? catch ."#,
      #"5"#,
      []
    ),
    LanguageCase(
      #".a[.b]?"#,
      #"{"a":[1,2],"b":1}"#,
      [#"2"#]
    ),
    LanguageCase(
      #"[.a??]"#,
      #"1"#,
      [#"[]"#]
    ),
    LanguageCase(
      #"try (null | .[]) catch ."#,
      #"null"#,
      [#""Cannot iterate over null (null)""#]
    ),
  ]

  @Test(arguments: cases)
  func `definitions, bindings and errors give what the language says`(_ example: LanguageCase) {
    example.check()
  }
}
