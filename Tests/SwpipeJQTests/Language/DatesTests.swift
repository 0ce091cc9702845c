import Testing

/// Dates: programs, inputs and what they give.
@Suite struct DatesTests {
  private static let cases: [LanguageCase] = [
    LanguageCase(
      #""10/Oct/2000:13:55:36 -0700"|strptime("%d/%b/%Y:%H:%M:%S %z"), (strptime("%d/%b/%Y:%H:%M:%S %z")|mktime)"#,
      #"null"#,
      [#"[2000,9,10,13,55,36,2,283]"#, #"971186136"#]
    ),
    LanguageCase(
      #""2015-02-30T00:00:00Z"|strptime("%Y-%m-%dT%H:%M:%SZ")"#,
      #"null"#,
      [#"[2015,1,30,0,0,0,1,60]"#]
    ),
    LanguageCase(
      #"1425599621|todate, gmtime, strftime("%A, %B %d, %Y"), (gmtime|mktime), strftime("%j %U %Z %z %e %H:%M:%S")"#,
      #"null"#,
      [
        #""2015-03-05T23:53:41Z""#, #"[2015,2,5,23,53,41,4,63]"#, #""Thursday, March 05, 2015""#,
        #"1425599621"#, #""064 09 UTC +0000  5 23:53:41""#,
      ]
    ),
    LanguageCase(
      #"1425599621.678|gmtime, todate"#,
      #"null"#,
      [#"[2015,2,5,23,53,41.67799997329712,4,63]"#, #""2015-03-05T23:53:41Z""#]
    ),
    LanguageCase(
      #"-0.5|gmtime"#,
      #"null"#,
      [#"[1970,0,1,0,0,0.5,4,0]"#]
    ),
    LanguageCase(
      #""2015-03-05T23:51:47Z"|fromdate, strptime("%Y-%m-%dT%H:%M:%SZ")"#,
      #"null"#,
      [#"1425599507"#, #"[2015,2,5,23,51,47,4,63]"#]
    ),
    LanguageCase(
      #"todate"#,
      #"1e12"#,
      [#""33658-09-27T01:46:40Z""#]
    ),
    LanguageCase(
      #"date"#,
      #"0"#,
      [#""1970-01-01T00:00:00Z""#]
    ),
  ]

  @Test(arguments: cases)
  func `dates give what the language says`(_ example: LanguageCase) {
    example.check()
  }
}
