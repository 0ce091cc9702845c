import SwpipeCore

/// Makes plans of every shape there is, with values at the edges of their types.
struct RandomPlan: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func plan() -> Plan {
    var plan = Plan(
      name: text(),
      description: flag() ? text() : nil,
      sources: some { $0.source() },
      stages: some { $0.stage() },
      sinks: some { $0.sink() },
      limits: LimitsPlan(memory: Int(integer()), element: Int(integer()))
    )
    if flag() { plan.deadLetter = sink() }
    return plan
  }

  private mutating func source() -> SourcePlan {
    SourcePlan(
      id: text(),
      component: text(),
      arguments: arguments(),
      gives: flag() ? .text : .json,
      place: place(),
      limit: flag() ? integer() : nil
    )
  }

  private mutating func sink() -> SinkPlan {
    SinkPlan(
      id: text(),
      inputs: some { $0.text() },
      component: text(),
      arguments: arguments(),
      place: place()
    )
  }

  private mutating func stage() -> StagePlan {
    let works: [StagePlan.Work] = [
      .pass, .sort,
      .transform(name: text(), one(Operator.allCases), arguments(), isInverted: flag()),
    ]
    var stage = StagePlan(
      id: text(),
      work: one(works),
      inputs: some { $0.text() },
      kind: one(WorkerKind.allCases),
      workers: Int(integer()),
      maxsize: Int(integer()),
      isOrdered: flag(),
      place: place()
    )
    stage.timeout = integer()
    stage.memory = Int(integer())
    let retry = ErrorPolicy.Retry(
      attempts: Int(integer()),
      backoff: integer(),
      maxBackoff: integer(),
      hasJitter: flag(),
      maxElapsed: integer()
    )
    stage.onError = ErrorPolicy(
      retry: flag() ? retry : nil,
      then: one([.fail, .skip, .deadLetter])
    )
    stage.onStart = some { random in
      ResourcePlan(
        name: random.text(),
        component: random.text(),
        arguments: random.arguments(),
        scope: random.one(ResourcePlan.Scope.allCases),
        sharedName: random.text(),
        place: random.place()
      )
    }
    stage.resourceNames = named { $0.text() }
    stage.onDone = some { random in
      var action = ActionPlan(
        component: random.text(),
        arguments: random.arguments(),
        place: random.place()
      )
      action.resourceNames = [random.text(): random.text()]
      return action
    }
    return stage
  }

  private mutating func arguments() -> Arguments {
    Arguments(named { $0.argument(depth: 0) })
  }

  private mutating func argument(depth: Int) -> Argument {
    switch Int.random(in: 0..<(depth > 3 ? 7 : 9), using: &self) {
    case 0: .text(text())
    case 1: .boolean(flag())
    case 2: .integer(integer())
    case 3: .number(double())
    case 4: .duration(integer())
    case 5: .size(Int(integer()))
    case 6: .template(template())
    case 7: .list(some { $0.argument(depth: depth + 1) })
    default: .value(value(depth: 0))
    }
  }

  private mutating func template() -> Template {
    Template(
      parts: some { random in
        let path =
          random.some { $0.flag() ? .name($0.text()) : .position(Int($0.integer())) }
          as [Template.PathKey]
        return random.one([
          .literal(random.text()), .element(path), .variable(random.text(), path),
        ])
      }
    )
  }

  private mutating func value(depth: Int) -> Value {
    switch Int.random(in: 0..<(depth > 3 ? 5 : 7), using: &self) {
    case 0: .null
    case 1: .boolean(flag())
    case 2: .integer(integer())
    case 3: .number(double())
    case 4: .text(text())
    case 5: .list(some { $0.value(depth: depth + 1) })
    default:
      .mapping(some { Value.Field(key: $0.text(), value: $0.value(depth: depth + 1)) })
    }
  }

  private mutating func place() -> SourcePlace {
    SourcePlace(file: text(), line: Int(integer()), column: Int(integer()))
  }

  private mutating func text() -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "\"", "\\", "/", "\0", "\n", "\r", "\t", "\u{8}", "\u{C}", "\u{1F}", "\u{7F}", "ä",
      "e\u{301}".unicodeScalars.last ?? "x", "\u{2028}", "\u{FFFD}", "😀", "\u{10FFFF}", "{", "}",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...6, using: &self) { text.append(one(scalars)) }
    return String(text)
  }

  private mutating func integer() -> Int64 {
    let edges: [Int64] = [.min, .max, 0, -1, 1, 1 << 53 + 1, -(1 << 53) - 1]
    return flag() ? one(edges) : Int64(bitPattern: next())
  }

  /// Any bit pattern that is a number equal to itself.
  private mutating func double() -> Double {
    let edges = [
      0, -0.0, 1, 0.1, .infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
      1e16, 1e-5, -123.0,
    ]
    let number = Double(bitPattern: next())
    return flag() || number.isNaN ? one(edges) : number
  }

  private mutating func flag() -> Bool { Bool.random(using: &self) }

  private mutating func one<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: 0..<choices.count, using: &self)]
  }

  private mutating func named<Element>(_ make: (inout RandomPlan) -> Element) -> [String: Element] {
    var elements: [String: Element] = [:]
    for _ in 0..<Int.random(in: 0...3, using: &self) { elements[text()] = make(&self) }
    return elements
  }

  private mutating func some<Element>(_ make: (inout RandomPlan) -> Element) -> [Element] {
    var elements: [Element] = []
    for _ in 0..<Int.random(in: 0...3, using: &self) { elements.append(make(&self)) }
    return elements
  }
}
