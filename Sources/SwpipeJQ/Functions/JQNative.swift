/// Functions that are written in Swift: their values go in registers side by side, the input first.
enum JQNative: UInt16, CaseIterable {
  case length
  case utf8bytelength
  case keys
  case keysUnsorted
  case has
  case contains
  case add
  case any
  case all
  case flatten
  case flattenTo
  case type
  case tostring
  case tonumber
  case toboolean
  case infinite
  case nan
  case isinfinite
  case isnan
  case isnormal
  case sort
  case sortBy
  case groupBy
  case min
  case max
  case minBy
  case maxBy
  case unique
  case uniqueBy
  case reverse
  case transpose
  case bsearch
  case indices
  case index
  case rindex
  case startswith
  case endswith
  case ltrimstr
  case rtrimstr
  case trimstr
  case trim
  case ltrim
  case rtrim
  case explode
  case implode
  case split
  case join
  case asciiDowncase
  case asciiUpcase
  case tojson
  case fromjson
  case setpath
  case delpaths
  case toEntries
  case fromEntries
  case matches
  case test
  case captures
  case scan
  case splitBy
  case edits
  case edited
  case strptime
  case strftime
  case strflocaltime
  case mktime
  case gmtime
  case localtime
  case now
  case debug
  case stderr
  case inputLineNumber
  case builtins
  case floor
  case ceil
  case round
  case trunc
  case rint
  case nearbyint
  case sqrt
  case cbrt
  case exp
  case exp2
  case exp10
  case expm1
  case log
  case log2
  case log10
  case log1p
  case logb
  case gamma
  case lgamma
  case tgamma
  case lgammaR
  case frexp
  case modf
  case significand
  case fabs
  case sin
  case cos
  case tan
  case asin
  case acos
  case atan
  case sinh
  case cosh
  case tanh
  case asinh
  case acosh
  case atanh
  case j0
  case j1
  case y0
  case y1
  case pow
  case atan2
  case fmod
  case ldexp
  case scalb
  case scalbln
  case nextafter
  case nexttoward
  case copysign
  case drem
  case remainder
  case erf
  case erfc
  case hypot
  case fmin
  case fmax
  case fdim
  case fma
  case jn
  case yn

  /// Its name and the number of its arguments.
  private var signature: (String, Int) {
    switch self {
    case .keysUnsorted: ("keys_unsorted", 0)
    case .has: ("has", 1)
    case .contains: ("contains", 1)
    case .flattenTo: ("flatten", 1)
    case .sortBy: ("_sort_by", 1)
    case .groupBy: ("_group_by", 1)
    case .minBy: ("_min_by", 1)
    case .maxBy: ("_max_by", 1)
    case .uniqueBy: ("_unique_by", 1)
    case .bsearch, .indices, .index, .rindex, .startswith, .endswith, .ltrimstr, .rtrimstr,
      .trimstr,
      .split, .join, .delpaths, .strptime, .strftime, .strflocaltime:
      ("\(self)", 1)
    case .asciiDowncase: ("ascii_downcase", 0)
    case .asciiUpcase: ("ascii_upcase", 0)
    case .setpath: ("setpath", 2)
    case .toEntries: ("to_entries", 0)
    case .fromEntries: ("from_entries", 0)
    case .matches: ("_matches", 2)
    case .test: ("_test", 2)
    case .captures: ("_captures", 3)
    case .scan: ("_scan", 2)
    case .splitBy: ("_split", 2)
    case .edits: ("_edits", 2)
    case .edited: ("_edited", 2)
    case .inputLineNumber: ("input_line_number", 0)
    case .lgammaR: ("lgamma_r", 0)
    case .pow, .atan2, .fmod, .ldexp, .scalb, .scalbln, .nextafter, .nexttoward, .copysign, .drem,
      .remainder,
      .hypot, .fmin, .fmax, .fdim, .jn, .yn:
      ("\(self)", 2)
    case .fma: ("fma", 3)
    default: ("\(self)", 0)
    }
  }

  private static let table: [String: JQNative] = {
    var table: [String: JQNative] = [:]
    for native in allCases {
      let (name, count) = native.signature
      table["\(name)/\(count)"] = native
    }
    return table
  }()

  static func named(_ name: String, _ count: Int) -> JQNative? { table["\(name)/\(count)"] }

  /// `name/arguments` of all.
  static var names: [String] { Array(table.keys) }
}
