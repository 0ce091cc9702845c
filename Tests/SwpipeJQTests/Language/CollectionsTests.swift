import Testing

/// Arrays and objects: programs, inputs and what they give.
@Suite struct CollectionsTests {
  private static let cases: [LanguageCase] = [
    LanguageCase(
      #"[[]|add,min,max,any,all]"#,
      #"null"#,
      [#"[null,null,null,false,true]"#]
    ),
    LanguageCase(
      #"[1,1.0,1.00,1e0] | unique"#,
      #"null"#,
      [#"[1]"#]
    ),
    LanguageCase(
      #"[0,-0] | unique"#,
      #"null"#,
      [#"[0]"#]
    ),
    LanguageCase(
      #"length, keys, to_entries, (. == {"a":2,"b":0}), ."#,
      #"{"a":1,"b":0,"a":2}"#,
      [
        #"2"#, #"["a","b"]"#, #"[{"key":"a","value":2},{"key":"b","value":0}]"#, #"true"#,
        #"{"a":1,"b":0,"a":2}"#,
      ]
    ),
    LanguageCase(
      #"[nan < nan, nan == nan, ([nan,1,null,-1]|sort)]"#,
      #"null"#,
      [#"[true,false,[null,null,-1,1]]"#]
    ),
    LanguageCase(
      #"[nan,nan]|group_by(.)|length"#,
      #"null"#,
      [#"2"#]
    ),
    LanguageCase(
      #"min_by(.a), max_by(.a)"#,
      #"[{"a":1,"b":1},{"a":1,"b":2}]"#,
      [#"{"a":1,"b":1}"#, #"{"a":1,"b":2}"#]
    ),
    LanguageCase(
      #"sort"#,
      #"["😀","￿","a","é","B"]"#,
      [#"["B","a","é","￿","😀"]"#]
    ),
    LanguageCase(
      #""\r\n"|length"#,
      #"null"#,
      [#"2"#]
    ),
    LanguageCase(
      #"indices("aa")"#,
      #""aaaa""#,
      [#"[0,1,2]"#]
    ),
    LanguageCase(
      #"[indices(""), index("")]"#,
      #""abc""#,
      [#"[[],null]"#]
    ),
    LanguageCase(
      #"indices([1,2])"#,
      #"[0,1,2,1,2]"#,
      [#"[1,3]"#]
    ),
    LanguageCase(
      #"indices(1)"#,
      #"null"#,
      [#"null"#]
    ),
    LanguageCase(
      #"from_entries"#,
      #"[{"name":"a","v":1},{"k":null,"value":2},{"key":false},{"key":3,"value":null}]"#,
      [#"error: Cannot use null (null) as object key"#]
    ),
    LanguageCase(
      #"to_entries"#,
      #"{}"#,
      [#"[]"#]
    ),
    LanguageCase(
      #"group_by(.a) | map({a:.[0].a, n:length})"#,
      #"[{"a":1},{"a":2},{"a":1}]"#,
      [#"[{"a":1,"n":2},{"a":2,"n":1}]"#]
    ),
    LanguageCase(
      #"unique_by(.a), sort_by(.a, -.b)"#,
      #"[{"a":1,"b":1},{"a":1,"b":2},{"a":0,"b":3}]"#,
      [#"[{"a":0,"b":3},{"a":1,"b":1}]"#, #"[{"a":0,"b":3},{"a":1,"b":2},{"a":1,"b":1}]"#]
    ),
    LanguageCase(
      #"flatten, flatten(1)"#,
      #"[1,[2,[3]]]"#,
      [#"[1,2,3]"#, #"[1,2,[3]]"#]
    ),
    LanguageCase(
      #"transpose"#,
      #"[[1,2],[3]]"#,
      [#"[[1,3],[2,null]]"#]
    ),
    LanguageCase(
      #"[combinations]"#,
      #"[[1,2],[3,4]]"#,
      [#"[[1,3],[1,4],[2,3],[2,4]]"#]
    ),
    LanguageCase(
      #"[combinations(2)]"#,
      #"[0,1]"#,
      [#"[[0,0],[0,1],[1,0],[1,1]]"#]
    ),
    LanguageCase(
      #"IN(2,3), IN(.[]; 1)"#,
      #"[1]"#,
      [#"false"#, #"true"#]
    ),
    LanguageCase(
      #"INDEX(.id), INDEX(.[]; .n)"#,
      #"[{"id":1,"n":"a"},{"id":2,"n":"b"}]"#,
      [
        #"{"1":{"id":1,"n":"a"},"2":{"id":2,"n":"b"}}"#,
        #"{"a":{"id":1,"n":"a"},"b":{"id":2,"n":"b"}}"#,
      ]
    ),
    LanguageCase(
      #"to_entries | map(.key)"#,
      #"{"b":1,"a":2}"#,
      [#"["b","a"]"#]
    ),
    LanguageCase(
      #"keys, keys_unsorted, length"#,
      #"{"b":1,"a":2}"#,
      [#"["a","b"]"#, #"["b","a"]"#, #"2"#]
    ),
    LanguageCase(
      #"has("a"), has("z"), (["x"]|has(0), has(1), has(-1))"#,
      #"{"a":1}"#,
      [#"true"#, #"false"#, #"true"#, #"false"#, #"false"#]
    ),
    LanguageCase(
      #"contains("b"), inside("abc")"#,
      #""abc""#,
      [#"true"#, #"true"#]
    ),
    LanguageCase(
      #"contains({a:[1,{b:2}]})"#,
      #"{"a":[1,2,{"b":2,"c":3}]}"#,
      [#"true"#]
    ),
    LanguageCase(
      #"[1,[2,3]] | contains([[2]]), contains([4])"#,
      #"null"#,
      [#"true"#, #"false"#]
    ),
    LanguageCase(
      #"bsearch(3), bsearch(4), bsearch(0)"#,
      #"[1,3,5]"#,
      [#"1"#, #"-3"#, #"-1"#]
    ),
    LanguageCase(
      #"to_entries[] | select(.value > 1) | .key"#,
      #"{"a":1,"b":2}"#,
      [#""b""#]
    ),
    LanguageCase(
      #".[1:3] | length"#,
      #""abcd""#,
      [#"2"#]
    ),
    LanguageCase(
      #"[100000000000000000001, 100000000000000000002] | unique | length"#,
      #"null"#,
      [#"2"#]
    ),
    LanguageCase(
      #"with_entries(select(.value > 1))"#,
      #"{"a":1,"b":2}"#,
      [#"{"b":2}"#]
    ),
    LanguageCase(
      #"min, max, (sort | reverse)"#,
      #"[3,1,2]"#,
      [#"1"#, #"3"#, #"[3,2,1]"#]
    ),
    LanguageCase(
      #". as $x | [$x[]] | length"#,
      #"[1,2]"#,
      [#"2"#]
    ),
    LanguageCase(
      #"[3,1] | sort_by(-.)"#,
      #"null"#,
      [#"[3,1]"#]
    ),
    LanguageCase(
      #"to_entries"#,
      #"[5,{"a":1}]"#,
      [#"[{"key":0,"value":5},{"key":1,"value":{"a":1}}]"#]
    ),
  ]

  @Test(arguments: cases)
  func `arrays and objects give what the language says`(_ example: LanguageCase) {
    example.check()
  }
}
