import Testing

/// Paths and assignment: programs, inputs and what they give.
@Suite struct PathsTests {
  private static let cases: [LanguageCase] = [
    LanguageCase(
      #"[path(empty)]"#,
      #"null"#,
      [#"[]"#]
    ),
    LanguageCase(
      #"[path(.a?)]"#,
      #""x""#,
      [#"[]"#]
    ),
    LanguageCase(
      #"(.[] | select(. >= 2)) |= empty"#,
      #"[1,5,3,0,7]"#,
      [#"[1,0]"#]
    ),
    LanguageCase(
      #".[] |= empty"#,
      #"[1,2]"#,
      [#"[]"#]
    ),
    LanguageCase(
      #".[] |= empty"#,
      #"{"a":1}"#,
      [#"{}"#]
    ),
    LanguageCase(
      #"(.. |= empty)"#,
      #"[1,[2]]"#,
      [#"null"#]
    ),
    LanguageCase(
      #"del(.[2:4], .[0], .[-2:])"#,
      #"[0,1,2,3,4,5,6,7]"#,
      [#"[1,4,5]"#]
    ),
    LanguageCase(
      #"del(.[nan])"#,
      #"[1,2]"#,
      [#"[1,2]"#]
    ),
    LanguageCase(
      #".a += (1,2)"#,
      #"{"a":1}"#,
      [#"{"a":2}"#, #"{"a":3}"#]
    ),
    LanguageCase(
      #".[2:1] = [9]"#,
      #"[0,1,2,3]"#,
      [#"[0,1,9,2,3]"#]
    ),
    LanguageCase(
      #".[3] = 1"#,
      #"[0]"#,
      [#"[0,null,null,1]"#]
    ),
    LanguageCase(
      #"try (.[-5] = 1) catch ."#,
      #"[0]"#,
      [#""Out of bounds negative array index""#]
    ),
    LanguageCase(
      #"[paths], [paths(type=="number")]"#,
      #"{"a":[1,{"b":2}]}"#,
      [#"[["a"],["a",0],["a",1],["a",1,"b"]]"#, #"[["a",0],["a",1,"b"]]"#]
    ),
    LanguageCase(
      #"to_entries, with_entries(.value += 1), (to_entries|from_entries)"#,
      #"{"a":1,"b":2}"#,
      [#"[{"key":"a","value":1},{"key":"b","value":2}]"#, #"{"a":2,"b":3}"#, #"{"a":1,"b":2}"#]
    ),
    LanguageCase(
      #"[range(5)] | first, last, nth(2), (.[2:4] |= map(.*10))"#,
      #"null"#,
      [#"0"#, #"4"#, #"2"#, #"[0,1,20,30,4]"#]
    ),
    LanguageCase(
      #".a.b |= . + 1"#,
      #"{"a":{"b":1}}"#,
      [#"{"a":{"b":2}}"#]
    ),
    LanguageCase(
      #".a.b += 1 | .c.d = 5 | .e //= 3 | .a.b //= 4"#,
      #"{"a":{"b":1}}"#,
      [#"{"a":{"b":2},"c":{"d":5},"e":3}"#]
    ),
    LanguageCase(
      #"(.a, .b) |= . * 2"#,
      #"{"a":1,"b":2}"#,
      [#"{"a":2,"b":4}"#]
    ),
    LanguageCase(
      #".a[1:3] |= map(. + 1)"#,
      #"{"a":[1,2,3,4]}"#,
      [#"{"a":[1,3,4,4]}"#]
    ),
    LanguageCase(
      #"[getpath(["a",0,"b"]), getpath(["x","y"])]"#,
      #"{"a":[{"b":1}]}"#,
      [#"[1,null]"#]
    ),
    LanguageCase(
      #"[paths] | map(tojson)"#,
      #"[[1],{"a":null}]"#,
      [#"["[0]","[0,0]","[1]","[1,\"a\"]"]"#]
    ),
    LanguageCase(
      #"pick(.a.b, .c[1])"#,
      #"{"a":{"b":1,"x":2},"c":[1,2,3]}"#,
      [#"{"a":{"b":1},"c":[null,2]}"#]
    ),
    LanguageCase(
      #"getpath(["a","b"]) = 5"#,
      #"null"#,
      [#"{"a":{"b":5}}"#]
    ),
    LanguageCase(
      #"[foreach .[] as $x ({n:0}; .n += $x; [.n, $x])]"#,
      #"[1,2,3]"#,
      [#"[[1,1],[3,2],[6,3]]"#]
    ),
    LanguageCase(
      #"path(reduce ("a","b") as $k (.; .[$k]))"#,
      #"null"#,
      [#"["a","b"]"#]
    ),
    LanguageCase(
      #"path(foreach ("a","b") as $k (.; .[$k]))"#,
      #"null"#,
      [#"["a"]"#, #"["a","b"]"#]
    ),
    LanguageCase(
      #"[path(if .a then .b else .c end)]"#,
      #"{"a":1}"#,
      [#"[["b"]]"#]
    ),
    LanguageCase(
      #"[path(.a // .b)]"#,
      #"{"a":null}"#,
      [#"[["b"]]"#]
    ),
    LanguageCase(
      #"path(first(.a,.b)), [path(limit(1; .[]))], [path(last(.[]))]"#,
      #"{"a":1}"#,
      [#"["a"]"#, #"[["a"]]"#, #"[["a"]]"#]
    ),
    LanguageCase(
      #"path(.a as $x | .b), path(getpath(["x","y"])), path(.. | select(type=="number"))"#,
      #"{"b":3}"#,
      [#"["b"]"#, #"["x","y"]"#, #"["b"]"#]
    ),
    LanguageCase(
      #"path(def f: .a; f | .b)"#,
      #"null"#,
      [#"["a","b"]"#]
    ),
    LanguageCase(
      #"path(recurse(.a?; . != null))"#,
      #"{"a":{"a":1}}"#,
      [#"[]"#, #"["a"]"#, #"["a","a"]"#]
    ),
    LanguageCase(
      #"[path(.a[1:3][0])]"#,
      #"{"a":[1,2,3]}"#,
      [#"[["a",{"start":1,"end":3},0]]"#]
    ),
    LanguageCase(
      #"try path(.a | tostring) catch ."#,
      #"{"a":1}"#,
      [#""Invalid path expression with result \"1\"""#]
    ),
    LanguageCase(
      #"[path(try error("x") catch .)]"#,
      #"null"#,
      [#"error: Invalid path expression with result "x""#]
    ),
    LanguageCase(
      #"path(label $f | .a, break $f)"#,
      #"null"#,
      [#"["a"]"#]
    ),
    LanguageCase(
      #"del(.a, .b.c), del(.[]), delpaths([["a"],["b","c"]])"#,
      #"{"a":1,"b":{"c":2,"d":3}}"#,
      [#"{"b":{"d":3}}"#, #"{}"#, #"{"b":{"d":3}}"#]
    ),
    LanguageCase(
      #"del(.[0,2]), del(.[] | select(. > 1))"#,
      #"[1,2,3]"#,
      [#"[2]"#, #"[1]"#]
    ),
    LanguageCase(
      #"try ([range(3)] | .[1,2] = 9) catch ."#,
      #"null"#,
      [#"[0,9,9]"#]
    ),
    LanguageCase(
      #"getpath([])"#,
      #"1"#,
      [#"1"#]
    ),
    LanguageCase(
      #"[1,2,3] | .[1:] = ["x"], .[:1] += ["y"]"#,
      #"null"#,
      [#"[1,"x"]"#, #"[1,"y",2,3]"#]
    ),
    LanguageCase(
      #".a = (.b | length)"#,
      #"{"b":[1,2]}"#,
      [#"{"b":[1,2],"a":2}"#]
    ),
    LanguageCase(
      #".. |= (if type == "number" then . + 1 else . end)"#,
      #"[1,[2]]"#,
      [#"[2,[3]]"#]
    ),
    LanguageCase(
      #"(.a | .b) = 3"#,
      #"{}"#,
      [#"{"a":{"b":3}}"#]
    ),
    LanguageCase(
      #".[length] = 9"#,
      #"[1,2]"#,
      [#"[1,2,9]"#]
    ),
    LanguageCase(
      #".["a"]["b"] = 1 | .a.c |= 2"#,
      #"{}"#,
      [#"{"a":{"b":1,"c":2}}"#]
    ),
    LanguageCase(
      #"getpath(["a",1]) |= 5"#,
      #"{"a":[0]}"#,
      [#"{"a":[0,5]}"#]
    ),
    LanguageCase(
      #"[.[] | (.a, .b) = 1]"#,
      #"[{}]"#,
      [#"[{"a":1,"b":1}]"#]
    ),
    LanguageCase(
      #"[getpath(["a","b"], ["a","c"])]"#,
      #"{"a":{"b":1,"c":2}}"#,
      [#"[1,2]"#]
    ),
    LanguageCase(
      #"getpath(["a"]) as $x | $x"#,
      #"{"a":1}"#,
      [#"1"#]
    ),
    LanguageCase(
      #".[] += 1"#,
      #"[1,2]"#,
      [#"[2,3]"#]
    ),
    LanguageCase(
      #".[].a |= 3"#,
      #"[{},{}]"#,
      [#"[{"a":3},{"a":3}]"#]
    ),
    LanguageCase(
      #".a[] *= 2"#,
      #"{"a":[1,2]}"#,
      [#"{"a":[2,4]}"#]
    ),
    LanguageCase(
      #".[0] -= 1 | .[1] /= 2 | .[2] %= 2"#,
      #"[5,4,3]"#,
      [#"[4,2,1]"#]
    ),
    LanguageCase(
      #"try (null | path(.[])) catch ."#,
      #"null"#,
      [#""Cannot iterate over null (null)""#]
    ),
    LanguageCase(
      #".[-1] = 1"#,
      #"null"#,
      [#"error: Out of bounds negative array index"#]
    ),
    LanguageCase(
      #".[-1][1:] = 1"#,
      #"null"#,
      [#"error: Out of bounds negative array index"#]
    ),
  ]

  @Test(arguments: cases)
  func `paths and assignment give what the language says`(_ example: LanguageCase) {
    example.check()
  }
}
