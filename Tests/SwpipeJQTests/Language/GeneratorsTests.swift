import Testing

/// Generators and loops: programs, inputs and what they give.
@Suite struct GeneratorsTests {
  private static let cases: [LanguageCase] = [
    LanguageCase(
      #"[limit(3; 0 + recurse(.+1))]"#,
      #"null"#,
      [#"[0,1,2]"#]
    ),
    LanguageCase(
      #"first(.?, .?)"#,
      #"null"#,
      [#"null"#]
    ),
    LanguageCase(
      #"reduce range(5) as $x (0; . + $x | select($x != 2))"#,
      #"null"#,
      [#"7"#]
    ),
    LanguageCase(
      #"[foreach (1,2) as $x (0,10; . + $x)]"#,
      #"null"#,
      [#"[1,3,11,13]"#]
    ),
    LanguageCase(
      #"[limit(0; 1,error)]"#,
      #"null"#,
      [#"[]"#]
    ),
    LanguageCase(
      #"[limit(1; 1, error)]"#,
      #"null"#,
      [#"[1]"#]
    ),
    LanguageCase(
      #"[first(empty), last(empty), nth(5; range(3))]"#,
      #"null"#,
      [#"[]"#]
    ),
    LanguageCase(
      #"[tostream]"#,
      #"[]"#,
      [#"[[[],[]]]"#]
    ),
    LanguageCase(
      #"[tostream]"#,
      #"3"#,
      [#"[[[],3]]"#]
    ),
    LanguageCase(
      #"[tostream]"#,
      #"{"a":[1,{"b":2}]}"#,
      [#"[[["a",0],1],[["a",1,"b"],2],[["a",1,"b"]],[["a",1]],[["a"]]]"#]
    ),
    LanguageCase(
      #"fromstream(tostream)"#,
      #"{"a":[1,{"b":2}],"c":[]}"#,
      [#"{"a":[1,{"b":2}],"c":[]}"#]
    ),
    LanguageCase(
      #"[1|truncate_stream([[0],1],[[1,0],2],[[1,0]],[[1]])]"#,
      #"null"#,
      [#"[[[0],2],[[0]]]"#]
    ),
    LanguageCase(
      #"[walk(if type=="number" then .+1 else . end)]"#,
      #"[1,[2,{"a":3}]]"#,
      [#"[[2,[3,{"a":4}]]]"#]
    ),
    LanguageCase(
      #"walk(select(. != 2))"#,
      #"[1,[2,3]]"#,
      [#"[1,[3]]"#]
    ),
    LanguageCase(
      #"[limit(5; repeat(.+1))]"#,
      #"1"#,
      [#"[2,2,2,2,2]"#]
    ),
    LanguageCase(
      #"[until(. > 100; . * 2)]"#,
      #"1"#,
      [#"[128]"#]
    ),
    LanguageCase(
      #"[while(. < 10; . + 3)]"#,
      #"1"#,
      [#"[1,4,7]"#]
    ),
    LanguageCase(
      #"[recurse(if . < 3 then .+1 else empty end)]"#,
      #"0"#,
      [#"[0,1,2,3]"#]
    ),
    LanguageCase(
      #"[recurse(.[]?; . != 2)]"#,
      #"[1,2,[3]]"#,
      [#"[[1,2,[3]],1,[3],3]"#]
    ),
    LanguageCase(
      #"[.[] | if . > 2 then "big" elif . == 2 then "two" else "small" end]"#,
      #"[1,2,3]"#,
      [#"["small","two","big"]"#]
    ),
    LanguageCase(
      #"label $out | foreach .[] as $i (0; . + $i; if . > 3 then ., break $out else . end)"#,
      #"[1,2,3,4]"#,
      [#"1"#, #"3"#, #"6"#]
    ),
    LanguageCase(
      #"[label $a | label $b | 1, break $a, 2]"#,
      #"null"#,
      [#"[1]"#]
    ),
    LanguageCase(
      #"[range(0;10;3), range(5;0;-2), range(3), range(0;1;0.3)]"#,
      #"null"#,
      [#"[0,3,6,9,5,3,1,0,1,2,0,0.3,0.6,0.8999999999999999]"#]
    ),
    LanguageCase(
      #"any(. > 2), all(. > 0), any(.[]; . == 2), all(.[]; . == 2)"#,
      #"[1,2,3]"#,
      [#"true"#, #"true"#, #"true"#, #"false"#]
    ),
    LanguageCase(
      #"[1,[2]] | tostream"#,
      #"null"#,
      [#"[[0],1]"#, #"[[1,0],2]"#, #"[[1,0]]"#, #"[[1]]"#]
    ),
    LanguageCase(
      #"[skip(2; .[])], [nth(1; .[])], [nth(0,2)]"#,
      #"[1,2,3]"#,
      [#"[3]"#, #"[2]"#, #"[1,3]"#]
    ),
    LanguageCase(
      #"[limit(2; .[])], first(.[]), isempty(.[])"#,
      #"[1,2,3]"#,
      [#"[1,2]"#, #"1"#, #"false"#]
    ),
    LanguageCase(
      #"def fac: if . <= 1 then 1 else . * (. - 1 | fac) end; [range(6)|fac]"#,
      #"null"#,
      [#"[1,1,2,6,24,120]"#]
    ),
    LanguageCase(
      #"reduce .[] as [$a,$b] (0; . + $a * $b)"#,
      #"[[1,2],[3,4]]"#,
      [#"14"#]
    ),
    LanguageCase(
      #"reduce empty as $x (5; 1)"#,
      #"null"#,
      [#"5"#]
    ),
    LanguageCase(
      #"reduce (1,2,3) as $x (0; ., 10)"#,
      #"null"#,
      [#"10"#]
    ),
    LanguageCase(
      #"limit(1; error("x"))"#,
      #"null"#,
      [#"error: x"#]
    ),
    LanguageCase(
      #"[limit(3; range(1e9))]"#,
      #"null"#,
      [#"[0,1,2]"#]
    ),
    LanguageCase(
      #"[range(3)] | .[-1:], .[:-1], .[1:][0]"#,
      #"null"#,
      [#"[2]"#, #"[0,1]"#, #"1"#]
    ),
    LanguageCase(
      #"tostream"#,
      #"{"a":1}"#,
      [#"[["a"],1]"#, #"[["a"]]"#]
    ),
    LanguageCase(
      #"limit(-1; 1)"#,
      #"null"#,
      [#"error: limit doesn't support negative count"#]
    ),
  ]

  @Test(arguments: cases)
  func `generators and loops give what the language says`(_ example: LanguageCase) {
    example.check()
  }
}
