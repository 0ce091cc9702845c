import SwpipeCore

/// Makes the paths of resources relative to the working directory, as a spec has them relative to
/// itself.
struct ResourcePaths {
  /// The folder of the spec with its slash; empty for the working directory.
  private let folder: String

  /// Takes the text of the spec, whose name is its path, or `-` for standard input.
  init(of source: SourceText) {
    folder = source.name.lastIndex(of: "/").map { String(source.name[...$0]) } ?? ""
  }

  /// The arguments with the paths among them put where the spec means them.
  func placed(_ arguments: Arguments, of definition: Definition) -> Arguments {
    if folder.isEmpty { return arguments }
    var values = arguments.values
    for parameter in definition.parameters {
      switch parameter.type {
      case .file, .list(.file): values[parameter.name] = values[parameter.name].map(placed)
      default: break
      }
    }
    return Arguments(values)
  }

  private func placed(_ argument: Argument) -> Argument {
    switch argument {
    case .text(let path): return .text(path.hasPrefix("/") ? path : folder + path)
    case .list(let items): return .list(items.map(placed))
    case .template(var template):
      if case .literal(let start)? = template.parts.first, start.hasPrefix("/") { return argument }
      template.parts.insert(.literal(folder), at: 0)
      return .template(template)
    default: return argument
    }
  }
}
