/// A transform that a plugin offers: one value for each worker, so that it may keep state without a
/// lock.
///
/// The static members are what a spec's author sees in validate, list and explain.
public protocol Transform: SendableMetatype {
  /// What a spec names it by: words of letters, digits, `_` and `-`, joined by dots.
  static var name: String { get }
  /// One sentence without a final full stop.
  static var summary: String { get }
  /// Further paragraphs, in Markdown.
  static var details: String { get }
  /// The operators that it serves, at least one.
  static var operators: [Operator] { get }
  /// The elements that it takes.
  static var takes: ElementTypes { get }
  /// What map and flat_map give.
  static var gives: ElementTypes { get }
  /// In their order; a scalar instead of arguments is the first one's.
  static var parameters: [ParameterInfo] { get }
  /// Those of the stage's `on_start` that it uses.
  static var resources: [ResourceInfo] { get }
  /// Whether it asks for `Output.elementIndex`.
  static var needsElementIndex: Bool { get }
  /// Whether one worker must see all elements.
  static var needsOneWorker: Bool { get }
  /// Whether what it does with an element depends on those before, as where it counts: its stage then
  /// has one worker unless the spec names more, and none is replaced by one that knows nothing.
  static var keepsState: Bool { get }
  /// Whether values of it may work on several threads at once.
  static var isThreadSafe: Bool { get }
  /// Whether it may block its thread.
  static var blocks: Bool { get }

  /// Makes a worker's value; what it throws stops the run.
  init(_ start: Start) throws
  /// Works on one element; what it throws is that element's failure.
  ///
  /// A map emits one element, a flat_map any number, a filter calls `keep` for an element that stays.
  mutating func apply(_ element: Span<UInt8>, into output: inout Output) throws
  /// The worker has had its last element; what it throws is an error of the run.
  mutating func done(_ status: StageStatus) throws
}

extension Transform {
  /// None.
  public static var details: String { "" }
  /// All of them.
  public static var takes: ElementTypes { .any }
  /// What came in.
  public static var gives: ElementTypes { .any }
  /// None.
  public static var parameters: [ParameterInfo] { [] }
  /// None.
  public static var resources: [ResourceInfo] { [] }
  /// It does not.
  public static var needsElementIndex: Bool { false }
  /// Any number will do.
  public static var needsOneWorker: Bool { false }
  /// Each element is worked on for itself.
  public static var keepsState: Bool { false }
  /// They may, as values of Swift do.
  public static var isThreadSafe: Bool { true }
  /// It computes.
  public static var blocks: Bool { false }

  /// Has nothing to do.
  public mutating func done(_ status: StageStatus) throws {}
}
