internal import ArgumentParser

/// What an option or a flag is called and what help says of it.
///
/// The argument parser's wrappers are made of it, and so is `QuickLine`: an option has one definition,
/// whichever of them reads it.
struct CommandOption: Sendable {
  let name: String
  var letter: Character?
  let help: String
  var valueName: String?

  fileprivate var specification: NameSpecification {
    guard let letter else { return .customLong(name) }
    return [.customShort(letter), .customLong(name)]
  }

  fileprivate var argumentHelp: ArgumentHelp { ArgumentHelp(help, valueName: valueName) }
}

extension Option {
  /// An option that may be missing, of a type that the parser reads.
  init<Wrapped: ExpressibleByArgument>(
    _ option: CommandOption,
    parsing: SingleValueParsingStrategy = .next,
    completion: CompletionKind? = nil
  ) where Value == Wrapped? {
    self.init(
      name: option.specification,
      parsing: parsing,
      help: option.argumentHelp,
      completion: completion
    )
  }

  /// An option with a default, of a type that the parser reads.
  init(wrappedValue: Value, _ option: CommandOption) where Value: ExpressibleByArgument {
    self.init(wrappedValue: wrappedValue, name: option.specification, help: option.argumentHelp)
  }

  /// An option that may be missing, of a type of our own.
  init<Wrapped>(
    _ option: CommandOption,
    transform: @Sendable @escaping (String) throws -> Wrapped
  ) where Value == Wrapped? {
    self.init(name: option.specification, help: option.argumentHelp, transform: transform)
  }

  /// An option with a default, of a type of our own.
  init(
    wrappedValue: Value,
    _ option: CommandOption,
    transform: @Sendable @escaping (String) throws -> Value
  ) {
    self.init(
      wrappedValue: wrappedValue,
      name: option.specification,
      help: option.argumentHelp,
      transform: transform
    )
  }

  /// An option that may be repeated.
  init<Element: ExpressibleByArgument>(wrappedValue: Value, _ option: CommandOption)
  where Value == [Element] {
    self.init(wrappedValue: wrappedValue, name: option.specification, help: option.argumentHelp)
  }
}

extension Flag where Value == Bool {
  /// A flag that is off unless it is given.
  init(wrappedValue: Bool, _ option: CommandOption) {
    self.init(wrappedValue: wrappedValue, name: option.specification, help: option.argumentHelp)
  }
}
