import Testing

/// Operators and access: programs, inputs and what they give.
@Suite struct OperatorsTests {
  private static let cases: [LanguageCase] = [
    LanguageCase(
      #"[(1,2)*(3,4)]"#,
      #"null"#,
      [#"[3,6,4,8]"#]
    ),
    LanguageCase(
      #"["\(1,2) \(3,4)"]"#,
      #"null"#,
      [#"["1 3","2 3","1 4","2 4"]"#]
    ),
    LanguageCase(
      #"[.[(0,1):(2,3)]]"#,
      #"[10,20,30]"#,
      [#"[[10,20],[10,20,30],[20],[20,30]]"#]
    ),
    LanguageCase(
      #"[(false, null, 1) // 42]"#,
      #"null"#,
      [#"[1]"#]
    ),
    LanguageCase(
      #"[(false, null, 1) | . // 42]"#,
      #"null"#,
      [#"[42,42,1]"#]
    ),
    LanguageCase(
      #"{x: 1 + 2, y: false or true, z: null // 3}"#,
      #"null"#,
      [#"{"x":3,"y":true,"z":3}"#]
    ),
    LanguageCase(
      #".[1.7]"#,
      #"[0,1,2]"#,
      [#"1"#]
    ),
    LanguageCase(
      #".[-5]"#,
      #"[0]"#,
      [#"null"#]
    ),
    LanguageCase(
      #"9007199254740993 == 9007199254740992"#,
      #"null"#,
      [#"false"#]
    ),
    LanguageCase(
      #"[9007199254740993, 9007199254740992] | (.[0]+0) == (.[1]+0)"#,
      #"null"#,
      [#"true"#]
    ),
    LanguageCase(
      #"[1e17+0, 1e-5+0, 1e15+0, 3.0+0, infinite, nan, -infinite]"#,
      #"null"#,
      [#"[1e+17,1e-05,1000000000000000,3,1.7976931348623157e+308,null,-1.7976931348623157e+308]"#]
    ),
    LanguageCase(
      #"[1e1000]"#,
      #"null"#,
      [#"[1e1000]"#]
    ),
    LanguageCase(
      #""x" * 0, "x" * -1, "x" * 0.5, "ab" * 2.7"#,
      #"null"#,
      [#""""#, #"null"#, #""""#, #""abab""#]
    ),
    LanguageCase(
      #"["9" > 50, null < 50, null + 5]"#,
      #"null"#,
      [#"[true,true,5]"#]
    ),
    LanguageCase(
      #"[..]"#,
      #"[1,[2]]"#,
      [#"[[1,[2]],1,[2],2]"#]
    ),
    LanguageCase(
      #"{(.a,.b): 1}"#,
      #"{"a":"x","b":"y"}"#,
      [#"{"x":1}"#, #"{"y":1}"#]
    ),
    LanguageCase(
      #"{a: .b[], c: 1}"#,
      #"{"b":[1,2]}"#,
      [#"{"a":1,"c":1}"#, #"{"a":2,"c":1}"#]
    ),
    LanguageCase(
      #"{$__loc__}, {a: $__loc__}"#,
      #"null"#,
      [#"{"__loc__":{"file":"<top-level>","line":1}}"#, #"{"a":{"file":"<top-level>","line":1}}"#]
    ),
    LanguageCase(
      #"[.a.b.c, .a["b"].c, ."a"."b", .a|.b]"#,
      #"{"a":{"b":{"c":1}}}"#,
      [#"error: Cannot index number with string ("b")"#]
    ),
    LanguageCase(
      #"[.[] | if . > 2 then "big" end]"#,
      #"[1,2,3]"#,
      [#"[1,2,"big"]"#]
    ),
    LanguageCase(
      #"[if (true,false) then 1 else 2 end]"#,
      #"null"#,
      [#"[1,2]"#]
    ),
    LanguageCase(
      #"input_line_number"#,
      #"null"#,
      [#"0"#]
    ),
    LanguageCase(
      #"[.[] | floor, sqrt, pow(.;2), log, exp10, frexp, modf, ldexp(.;2), significand, logb, trunc, round, ceil, abs, fabs]"#,
      #"[2.5, 4]"#,
      [
        #"[2,1.5811388300841898,6.25,0.9162907318741551,316.22776601683796,[0.625,2],[0.5,2],10,1.25,1,2,3,3,2.5,2.5,4,2,16,1.3862943611198906,10000,[0.5,3],[0,4],16,1,2,4,4,4,4,4]"#
      ]
    ),
    LanguageCase(
      #"[infinite, -infinite, nan] | map(isinfinite), map(isnan), map(isnormal)"#,
      #"null"#,
      [#"[true,true,false]"#, #"[false,false,true]"#, #"[false,false,false]"#]
    ),
    LanguageCase(
      #". * {"a":{"c":2}}"#,
      #"{"a":{"b":1},"d":0}"#,
      [#"{"a":{"b":1,"c":2},"d":0}"#]
    ),
    LanguageCase(
      #". - [2], . + [4]"#,
      #"[1,2,3,2]"#,
      [#"[1,3]"#, #"[1,2,3,2,4]"#]
    ),
    LanguageCase(
      #"[1,2] - [2] | . + null"#,
      #"null"#,
      [#"[1]"#]
    ),
    LanguageCase(
      #"{} + {a:1} + null"#,
      #"null"#,
      [#"{"a":1}"#]
    ),
    LanguageCase(
      #"10 % 3, -10 % 3, 10 % -3, 5.9 % 2, 1e19 % 7"#,
      #"null"#,
      [#"1"#, #"-1"#, #"1"#, #"1"#, #"0"#]
    ),
    LanguageCase(
      #"[.[] | -. ]"#,
      #"[1,-2,1.50]"#,
      [#"[-1,2,-1.5]"#]
    ),
    LanguageCase(
      #"add(.[].a), add"#,
      #"[{"a":1},{"a":2}]"#,
      [#"3"#, #"{"a":2}"#]
    ),
    LanguageCase(
      #""\(1 + 2) and \("x" + "y")""#,
      #"null"#,
      [#""3 and xy""#]
    ),
    LanguageCase(
      #"toboolean"#,
      #""true""#,
      [#"true"#]
    ),
    LanguageCase(
      #"have_decnum, have_literal_numbers"#,
      #"null"#,
      [#"true"#, #"true"#]
    ),
    LanguageCase(
      #"[100000000000000000001] | .[0] + 0"#,
      #"null"#,
      [#"1e+20"#]
    ),
    LanguageCase(
      #""abc" | .[0]"#,
      #"null"#,
      [#"error: Cannot index string with number (0)"#]
    ),
    LanguageCase(
      #". == {"b":1,"a":2}"#,
      #"{"a":2,"b":1}"#,
      [#"true"#]
    ),
    LanguageCase(
      #"[{} < [], [] < {}, "a" < [], null < false, false < true, 1 < "a", {"a":1} < {"a":2}, {"a":2} < {"b":1}]"#,
      #"null"#,
      [#"[false,true,true,true,true,true,true,true]"#]
    ),
    LanguageCase(
      #"[.[] | strings, numbers, booleans, nulls, arrays, objects, iterables, scalars, values]"#,
      #"[1,"a",true,null,[1],{"a":1}]"#,
      [#"[1,1,1,"a","a","a",true,true,true,null,null,[1],[1],[1],{"a":1},{"a":1},{"a":1}]"#]
    ),
    LanguageCase(
      #"[.[] | select(.a == (1,2))]"#,
      #"[{"a":1},{"a":2}]"#,
      [#"[{"a":1},{"a":2}]"#]
    ),
    LanguageCase(
      #"map_values(. + 1), map_values(empty)"#,
      #"{"a":1,"b":2}"#,
      [#"{"a":2,"b":3}"#, #"{}"#]
    ),
    LanguageCase(
      #"{} | .a.b.c"#,
      #"null"#,
      [#"null"#]
    ),
    LanguageCase(
      #"[] | .[0].x"#,
      #"null"#,
      [#"null"#]
    ),
    LanguageCase(
      #""a,b" / ",""#,
      #"null"#,
      [#"["a","b"]"#]
    ),
    LanguageCase(
      #"[format("csv"), format("json")]"#,
      #"[1,"a"]"#,
      [#"["1,\"a\"","[1,\"a\"]"]"#]
    ),
    LanguageCase(
      #"[remainder(5; 3), (0 | erf, erfc)]"#,
      #"null"#,
      [#"[-1,0,1]"#]
    ),
  ]

  @Test(arguments: cases)
  func `operators and access give what the language says`(_ example: LanguageCase) {
    example.check()
  }
}
