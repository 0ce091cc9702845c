extension JQEvaluation {
  /// Runs instructions up to an output, the end or a stop.
  mutating func execute(_ shouldStop: () -> Bool) throws(JQFault) -> Outcome {
    while true {
      if try look(shouldStop) { return .stopped }
      let instruction = program.code[pc]
      pc += 1
      let d = Int(instruction.d)
      let takesA = instruction.flags & JQInstruction.takesA != 0
      switch instruction.op {
      case .jump: pc = d
      case .jumpIfFalse:
        if !get(instruction.a).isTrue { pc = d }
      case .jumpIfTrue:
        if get(instruction.a).isTrue { pc = d }
      case .jumpUnless:
        let holds = try compares(
          JQOpcode(rawValue: UInt8(truncatingIfNeeded: instruction.c)) ?? .equal,
          get(instruction.a),
          get(instruction.b)
        )
        if !holds { pc = d }
      case .fork: pushFork(.way, d)
      case .forkError:
        registers[Int(instruction.c)] = JQValue(.machine, payload: UInt64(forks.count))
        pushFork(.error, pc - 1)
      case .endError:
        let number = Int(registers[Int(instruction.c)].payload)
        if forks.count - 1 == number {
          forks.count = number
        } else {
          pushFork(.guarded, 0, extra: number)
        }
      case .backtrack:
        guard try goBack() else { return .done }
      case .mark: registers[d] = JQValue(.machine, payload: UInt64(forks.count))
      case .cut: forks.count = Int(registers[Int(instruction.a)].payload)
      case .label:
        labels += 1
        registers[d] = JQValue(.label, payload: UInt64(labels))
        pushFork(.label, 0, extra: labels)
      case .exit:
        heap.error = get(instruction.a)
        throw .raised
      case .raise:
        heap.error = read(instruction.a, takes: false)
        throw .raised
      case .output: return .output(read(instruction.a, takes: false))
      case .call: try call(instruction)
      case .tailCall: try tailCall(instruction)
      case .callClosure: try callClosure(instruction)
      case .return: finishCall(instruction)
      case .closure:
        registers[d] = JQValue(
          .closure,
          payload: UInt64(frame),
          hash: UInt32(truncatingIfNeeded: instruction.a)
        )
      case .outer:
        let place = stack + staticLink(Int(instruction.b)) + Int(instruction.a)
        let value = place.pointee.shared
        place.pointee = value
        registers[d] = value
      case .move: registers[d] = read(instruction.a, takes: takesA)
      case .take:
        registers[d] = registers[Int(instruction.a)]
        registers[Int(instruction.a)] = .null
      case .place: registers[d] = madePlace(instruction)
      case .field: try field(instruction)
      case .index: try index(instruction)
      case .slice:
        do throws(JQFault) {
          try slice(instruction)
        } catch {
          guard error == .raised, instruction.flags & JQInstruction.isOptional != 0 else {
            throw error
          }
          guard try goBack() else { return .done }
        }
      case .each:
        if try !startEach(instruction) {
          guard try goBack() else { return .done }
        }
      case .range:
        if try !startRange(instruction) {
          guard try goBack() else { return .done }
        }
      case .newArray: registers[d] = try heap.newArray(capacity: 4)
      case .append:
        let value = read(instruction.a, takes: takesA)
        registers[d] = try heap.appending(value, to: registers[d], consumes: true)
      case .object: try makeObject(instruction)
      case .add, .subtract, .multiply, .divide, .modulo: try arithmetic(instruction)
      case .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual:
        registers[d] = JQValue(
          try compares(instruction.op, get(instruction.a), get(instruction.b))
        )
      case .negate: registers[d] = try negated(get(instruction.a))
      case .not: registers[d] = JQValue(!get(instruction.a).isTrue)
      case .truth: registers[d] = JQValue(get(instruction.a).isTrue)
      case .format:
        registers[d] = try format(
          get(instruction.a),
          JQFormat(rawValue: UInt8(truncatingIfNeeded: instruction.b)) ?? .text
        )
      case .concatenate: try concatenate(instruction)
      case .native:
        registers[d] = try callNative(
          JQNative(rawValue: UInt16(truncatingIfNeeded: instruction.b)) ?? .length,
          registers + Int(instruction.a)
        )
      case .pathArray:
        try checkPlace(get(instruction.a), get(instruction.b))
        registers[d] = try pathArray(get(instruction.a))
      case .something: try checkPlace(registers[d], get(instruction.a))
      case .getPath: try getPath(instruction)
      case .readKeys: try readKeys(instruction)
      case .writeKeys: try writeKeys(instruction)
      case .readPlace:
        let path = try keys(ofPlace: get(instruction.a))
        registers[Int(instruction.b)] = try value(at: path, in: registers[d])
      case .writePlace:
        let path = try keys(ofPlace: get(instruction.a))
        let value = read(
          instruction.b,
          takes: instruction.flags & JQInstruction.takesB != 0
        )
        let state = registers[d]
        registers[d] = .null
        registers[d] = try setting(path, in: state, to: value, consumes: true)
      case .count:
        let count = registers[d].double + 1
        registers[d] = JQValue(count)
        if count < (try numeric(get(instruction.a))) { pc = Int(instruction.b) }
      case .skip:
        let count = registers[d].double + 1
        registers[d] = JQValue(count)
        if count <= (try numeric(get(instruction.a))) {
          guard try goBack() else { return .done }
        }
      case .variable: try readVariable(instruction)
      }
    }
  }

  /// The count of `limit` or `skip`, looked at when there is something to count.
  private mutating func numeric(_ value: JQValue) throws(JQFault) -> Double {
    guard !value.isNumber else { return heap.double(value) }
    throw heap.fail("\(try described(value)) and number (1) cannot be subtracted")
  }

  // MARK: Calls

  private mutating func call(_ instruction: JQInstruction) throws(JQFault) {
    let link = staticLink(Int(instruction.flags))
    try enter(
      program.functions[Int(instruction.b)],
      link: link,
      arguments: Int(instruction.a),
      count: Int(instruction.c),
      result: instruction.d
    )
  }

  private mutating func callClosure(_ instruction: JQInstruction) throws(JQFault) {
    let closure = registers[Int(instruction.b)]
    let code = program.closures[Int(closure.hash)]
    try enter(
      program.functions[instruction.c == 2 ? code.1 : code.0],
      link: Int(closure.payload),
      arguments: Int(instruction.a),
      count: Int(instruction.c),
      result: instruction.d
    )
  }

  private mutating func enter(
    _ function: JQCode.Function,
    link: Int,
    arguments: Int,
    count: Int,
    result: Int32
  ) throws(JQFault) {
    let caller = frame
    try openFrame(size: function.frameSize)
    registers[0] = JQValue(
      .machine,
      payload: UInt64(caller) << 32 | UInt64(UInt32(truncatingIfNeeded: pc)),
      hash: UInt32(bitPattern: result)
    )
    registers[1] = JQValue(.machine, payload: UInt64(link))
    let source = stack + caller + arguments
    for number in 0..<count { registers[2 + number] = source[number] }
    pc = function.start
  }

  /// A call whose result is the frame's own: the frame is used again where nothing else needs it.
  private mutating func tailCall(_ instruction: JQInstruction) throws(JQFault) {
    let link = staticLink(Int(instruction.flags))
    guard forks.top <= frame, link != frame else { return try call(instruction) }
    let function = program.functions[Int(instruction.b)]
    let count = Int(instruction.c)
    if frame + function.frameSize > stackCapacity { try growStack(to: frame + function.frameSize) }
    let source = registers + Int(instruction.a)
    // Arguments stand behind the registers that they go to, or at them.
    for number in 0..<count { registers[2 + number] = source[number] }
    registers[1] = JQValue(.machine, payload: UInt64(link))
    for number in 2 + count..<max(2 + count, function.frameSize) { registers[number] = .null }
    top = frame + function.frameSize
    pc = function.start
  }

  private mutating func finishCall(_ instruction: JQInstruction) {
    let value = read(instruction.a, takes: instruction.flags & JQInstruction.takesA != 0)
    let place =
      instruction.flags & JQInstruction.followsPlace != 0
      ? read(instruction.b, takes: false) : JQValue.null
    let head = registers[0]
    top = max(frame, forks.top)
    frame = Int(head.payload >> 32)
    registers = stack + frame
    pc = Int(UInt32(truncatingIfNeeded: head.payload))
    let result = Int(Int32(bitPattern: head.hash))
    registers[result] = value
    if instruction.flags & JQInstruction.followsPlace != 0 { registers[result + 1] = place }
  }
}
