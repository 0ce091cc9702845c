/// Functions that are written in jq itself; each is read at its first use in a program.
enum JQPrelude {
  /// The definition of a name with a number of parameters.
  static func source(_ name: String, _ count: Int) -> String? { sources["\(name)/\(count)"] }

  /// All names with the numbers of their parameters.
  static var names: [String] { Array(sources.keys) }

  private static let sources: [String: String] = {
    var sources: [String: String] = [:]
    for line in text.split(separator: "\n") {
      guard let end = line.firstIndex(where: { $0 == ":" || $0 == "(" }) else { continue }
      let name = line[line.index(line.startIndex, offsetBy: 4)..<end]
      var count = 0
      if line[end] == "(", let close = line.firstIndex(of: ")") {
        count = line[end..<close].count { $0 == ";" } + 1
      }
      sources["\(name)/\(count)"] = String(line)
    }
    return sources
  }()

  private static let text = #"""
    def map(f): [.[] | f];
    def map_values(f): .[] |= f;
    def recurse: def walk_down: ., (.[]? | walk_down); walk_down;
    def recurse(f): def walk_down: ., (f | walk_down); walk_down;
    def recurse(f; condition): def walk_down: ., (f | select(condition) | walk_down); walk_down;
    def values: select(. != null);
    def nulls: select(. == null);
    def booleans: select(type == "boolean");
    def numbers: select(type == "number");
    def strings: select(type == "string");
    def arrays: select(type == "array");
    def objects: select(type == "object");
    def iterables: select(type == "array" or type == "object");
    def scalars: select(type != "array" and type != "object");
    def finites: select(isinfinite or isnan | not);
    def normals: select(isnormal);
    def add(f): reduce f as $x (null; . + $x);
    def isempty(g): first((g | false), true);
    def any(f): any(.[]; f);
    def all(f): all(.[]; f);
    def any(g; condition): first((g | condition | select(.) | true), false);
    def all(g; condition): first((g | condition | select(. | not) | false), true);
    def del(f): delpaths([path(f)]);
    def paths: path(..) | select(length > 0);
    def paths(condition): path(.. | select(condition)) | select(length > 0);
    def pick(paths): . as $whole | reduce path(paths) as $p (null; setpath($p; $whole | getpath($p)));
    def with_entries(f): to_entries | map(f) | from_entries;
    def walk(f): def inner: if type == "object" then map_values(inner) elif type == "array" then map(inner) else . end | f; inner;
    def first: .[0];
    def last: .[-1];
    def nth($n): .[$n];
    def nth($n; f): if $n < 0 then error("nth doesn't support negative indices") else first(skip($n; f)) end;
    def until(condition; update): def again: if condition then . else (update | again) end; again;
    def while(condition; update): def again: if condition then ., (update | again) else empty end; again;
    def repeat(f): def again: f, again; again;
    def in(xs): . as $x | xs | has($x);
    def inside(xs): . as $x | xs | contains($x);
    def combinations: if length == 0 then [] else .[0][] as $x | (.[1:] | combinations) as $rest | [$x] + $rest end;
    def combinations(n): . as $whole | [range(n)] | map($whole) | combinations;
    def sort_by(f): _sort_by(map([f]));
    def group_by(f): _group_by(map([f]));
    def unique_by(f): _unique_by(map([f]));
    def min_by(f): _min_by(map([f]));
    def max_by(f): _max_by(map([f]));
    def todate: strftime("%Y-%m-%dT%H:%M:%SZ");
    def fromdateiso8601: strptime("%Y-%m-%dT%H:%M:%SZ") | mktime;
    def todateiso8601: strftime("%Y-%m-%dT%H:%M:%SZ");
    def fromdate: fromdateiso8601;
    def date: todate;
    def dateadd(unit; $n): . + $n;
    def datesub(unit; $n): . - $n;
    def match($re): match($re; null);
    def match($re; $flags): _matches($re; $flags)[];
    def test($re): _test($re; null);
    def test($re; $flags): _test($re; $flags);
    def capture($re): capture($re; null);
    def capture($re; $flags): _captures($re; $flags; false)[];
    def scan($re): scan($re; null);
    def scan($re; $flags): _scan($re; $flags)[];
    def split($re; $flags): _split($re; $flags);
    def splits($re): _split($re; null)[];
    def splits($re; $flags): _split($re; $flags)[];
    def sub($re; text): sub($re; text; "");
    def sub($re; text; $flags): _edits($re; $flags) as $edits | _edited($edits; [$edits[] | [.[2] | text]])[];
    def gsub($re; text): sub($re; text; "g");
    def gsub($re; text; $flags): sub($re; text; $flags + "g");
    def tostream: path(def from_below: (.[]? | from_below), .; from_below) as $p | getpath($p) | reduce path(.[]?) as $q ([$p, .]; [$p + $q]);
    def fromstream(events): {done: null, value: null, is_done: false} as $start | foreach events as $event ($start; if .is_done then $start else . end | if $event | length == 2 then setpath(["done"]; $event[0] | length == 0) | setpath(["value"] + $event[0]; $event[1]) | .is_done = .done else .is_done = ($event[0] | length == 1) end; if .is_done then .value else empty end);
    def truncate_stream(events): . as $depth | null | events | . as $event | if ($event[0] | length) > $depth then setpath([0]; $event[0][$depth:]) else empty end;
    def debug(messages): (messages | debug | empty), .;
    def INDEX(events; key): reduce events as $row ({}; .[$row | key | tostring] = $row);
    def INDEX(key): INDEX(.[]; key);
    def IN(s): any(s == .; .);
    def IN(source; s): any(source == s; .);
    def abs: if . < 0 then -. else . end;
    def toarray: if type == "array" then . else [.] end;
    def have_literal_numbers: true;
    def JOIN($idx; key): [.[] | [., $idx[key]]];
    def JOIN($idx; rows; key): rows | [., $idx[key]];
    def JOIN($idx; rows; key; joined): rows | [., $idx[key]] | joined;
    def isfinite: isinfinite or isnan | not;
    def format($name): if $name == "text" then @text elif $name == "json" then @json elif $name == "csv" then @csv elif $name == "tsv" then @tsv elif $name == "html" then @html elif $name == "uri" then @uri elif $name == "urid" then @urid elif $name == "sh" then @sh elif $name == "base64" then @base64 elif $name == "base64d" then @base64d elif $name == "base32" then @base32 elif $name == "base32d" then @base32d else error("\($name) is not a valid format") end;
    def have_decnum: true;
    """#
}
