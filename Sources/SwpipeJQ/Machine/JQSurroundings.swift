internal import Glibc
package import SwpipeCore

/// Where a program's variables from outside come from.
package protocol JQVariableSource: AnyObject {
  /// What is at a path below a variable; nil where there is nothing.
  ///
  /// Only what a program asks for is looked up: `$table[.key].name` is one call with both keys.
  func value(of variable: String, at path: [Template.PathKey]) -> Value?
}

/// What is around an evaluation.
struct JQSurroundings {
  var variables: (any JQVariableSource)?
  /// Takes what `debug` and `stderr` write.
  var log: (String) -> Void = { _ in }
  var lineNumber = 0
}

extension JQEvaluation {
  /// A variable from outside, at the keys behind it.
  mutating func readVariable(_ instruction: JQInstruction) throws(JQFault) {
    let name = program.variables[Int(instruction.a)]
    let base = Int(instruction.b)
    var keys: [JQValue] = []
    for number in 0..<Int(instruction.c) { keys.append(registers[base + number].shared) }
    registers[Int(instruction.d)] =
      name == "ENV" || name == "env" ? try environment(keys) : try outside(name, keys)
  }

  private mutating func outside(_ name: String, _ keys: [JQValue]) throws(JQFault) -> JQValue {
    var path: [Template.PathKey] = []
    var rest = keys[...]
    while let key = rest.first {
      if key.isString {
        path.append(.name(try heap.text(key)))
      } else if key.isNumber {
        path.append(try step(key))
      } else {
        break
      }
      rest = rest.dropFirst()
    }
    let found = surroundings.variables?.value(of: name, at: path)
    return try value(at: Array(rest), in: try made(found ?? .null))
  }

  /// A number as a step: a position, or the name that a table has it by where it is none.
  private mutating func step(_ key: JQValue) throws(JQFault) -> Template.PathKey {
    if let position = Int(exactly: heap.double(key)), position.magnitude < 1 << 53 {
      return .position(position)
    }
    var text = ByteBuffer()
    try heap.write(key, to: &text, layout: .compact, copying: .asWritten)
    return .name(String(decoding: text.bytes, as: UTF8.self))
  }

  /// A value of a spec, made; those are not deep.
  private mutating func made(_ value: Value) throws(JQFault) -> JQValue {
    switch value {
    case .null: return .null
    case .boolean(let truth): return JQValue(truth)
    case .integer(let number):
      if abs(number) < 1 << 53 { return JQValue(Double(number)) }
      return try literal(String(number))
    case .number(let number): return JQValue(number)
    case .digits(let digits): return try literal(digits)
    case .text(let text): return try heap.string(text)
    case .list(let values):
      var array = try heap.newArray(capacity: values.count)
      for value in values {
        array = try heap.appending(try made(value), to: array, consumes: true)
      }
      return array
    case .mapping(let fields):
      var object = try heap.newObject(capacity: fields.count)
      for field in fields {
        object = try heap.setting(
          try heap.key(try heap.string(field.key)),
          to: try made(field.value),
          in: object,
          consumes: true
        )
      }
      return object
    }
  }

  private mutating func literal(_ digits: String) throws(JQFault) -> JQValue {
    try heap.withUnsafe(Array(digits.utf8)) { heap, bytes throws(JQFault) in try heap.literal(bytes)
    }
  }

  private mutating func environment(_ keys: [JQValue]) throws(JQFault) -> JQValue {
    if let key = keys.first, key.isString {
      let name = try heap.text(key)
      guard let text = getenv(name) else {
        return try value(at: Array(keys.dropFirst()), in: .null)
      }
      return try value(at: Array(keys.dropFirst()), in: try heap.string(String(cString: text)))
    }
    var object = try heap.newObject(capacity: 64)
    var entry = environ
    while let text = entry.pointee {
      let whole = String(cString: text)
      if let sign = whole.firstIndex(of: "=") {
        object = try heap.setting(
          try heap.key(try heap.string(String(whole[..<sign]))),
          to: try heap.string(String(whole[whole.index(after: sign)...])),
          in: object,
          consumes: true
        )
      }
      entry += 1
    }
    return try value(at: keys, in: object)
  }
}
