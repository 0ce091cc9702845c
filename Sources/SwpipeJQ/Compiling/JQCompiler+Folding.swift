extension JQCompiler {
  /// The constant that a part always gives; nil for one that depends on its input.
  func folded(_ syntax: JQSyntax) -> Int32? {
    switch syntax.form {
    case .null: null
    case .truth(let truth): word(truth ? .true : .false)
    case .number(let text): literal(text)
    case .string(let text): string(text)
    case .negation(let operand):
      if case .number(let text) = operand.form { literal("-" + text) } else { nil }
    case .array(let body): foldedArray(body)
    case .object(let members): foldedObject(members)
    case .binary(let operation, let left, let right): folded(operation, left, right)
    default: nil
    }
  }

  private func literal(_ text: String) -> Int32? {
    let bytes = Array(text.utf8)
    guard
      let value = try? heap.withUnsafe(
        bytes,
        { heap, bytes throws(JQFault) in try heap.literal(bytes) }
      )
    else { return nil }
    return value.kind == .number ? number(value.double) : constant(fix(value))
  }

  private func foldedArray(_ body: JQSyntax?) -> Int32? {
    guard let body else {
      guard let array = try? heap.newArray(capacity: 0) else { return nil }
      return constant(array)
    }
    let parts = if case .comma(let parts) = body.form { parts } else { [body] }
    guard parts.allSatisfy({ $0.form.isConstant }) else { return nil }
    var values: [JQValue] = []
    for part in parts {
      guard let constant = folded(part) else { return nil }
      values.append(constants[Int(~constant)])
    }
    guard let array = try? heap.array(values) else { return nil }
    return constant(array)
  }

  private func foldedObject(_ members: [(key: JQSyntax, value: JQSyntax)]) -> Int32? {
    guard members.allSatisfy({ $0.key.form.isConstant && $0.value.form.isConstant }) else {
      return nil
    }
    guard var object = try? heap.newObject(capacity: members.count) else { return nil }
    for member in members {
      guard let key = folded(member.key), let value = folded(member.value),
        constants[Int(~key)].isString,
        let changed = try? heap.setting(
          constants[Int(~key)],
          to: constants[Int(~value)],
          in: object,
          consumes: true
        )
      else { return nil }
      object = changed
    }
    return constant(fix(object))
  }

  /// Arithmetic on two number literals.
  private func folded(_ operation: JQOperator, _ left: JQSyntax, _ right: JQSyntax) -> Int32? {
    guard left.form.isConstant, right.form.isConstant,
      let a = folded(left), let b = folded(right),
      constants[Int(~a)].isNumber, constants[Int(~b)].isNumber
    else { return nil }
    let x = heap.double(constants[Int(~a)])
    let y = heap.double(constants[Int(~b)])
    switch operation {
    case .add: return number(x + y)
    case .subtract: return number(x - y)
    case .multiply: return number(x * y)
    case .divide: return y == 0 ? nil : number(x / y)
    default: return nil
    }
  }

  func fix(_ value: JQValue) -> JQValue {
    var fixed = value
    fixed.flags = JQValue.fixed
    return fixed
  }
}

extension JQSyntax.Form {
  /// Whether it can only be a constant.
  var isConstant: Bool {
    switch self {
    case .null, .truth, .number, .string: true
    case .negation(let operand): if case .number = operand.form { true } else { false }
    case .array(let body):
      switch body?.form {
      case .none: true
      case .comma(let parts): parts.allSatisfy { $0.form.isConstant }
      case let form?: form.isConstant
      }
    case .object(let members):
      members.allSatisfy { $0.key.form.isConstant && $0.value.form.isConstant }
    case .binary(let operation, let a, let b):
      operation.comparison == nil && a.form.isConstant && b.form.isConstant
    default: false
    }
  }
}

extension JQOperator {
  var opcode: JQOpcode {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .modulo: .modulo
    case .equal: .equal
    case .unequal: .unequal
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    }
  }

  /// Its opcode where it compares.
  var comparison: JQOpcode? {
    switch self {
    case .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual: opcode
    default: nil
    }
  }
}
