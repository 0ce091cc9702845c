/// The formats behind `@`.
enum JQFormat: UInt8, CaseIterable {
  case text
  case json
  case html
  case uri
  case urid
  case csv
  case tsv
  case sh
  case base64
  case base64d
  case base32
  case base32d

  init?(name: String) {
    guard let format = JQFormat.allCases.first(where: { "\($0)" == name }) else { return nil }
    self = format
  }

  static var names: [String] { allCases.map { "\($0)" } }
}
