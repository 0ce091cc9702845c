import Glibc
import SwpipeCore

/// Makes the paths of resources and plugins relative to the working directory, as a spec has them
/// relative to itself.
struct SpecPaths {
  /// The folder of the spec with its slash; empty for the working directory.
  let folder: String

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

  /// A path, put where the spec means it.
  func placed(_ path: String) -> String {
    path.hasPrefix("/") ? path : folder + path
  }

  /// A word of a command, which is a path if there is a file of that name beside the spec.
  func placedIfThere(_ word: String) -> String {
    let path = placed(word)
    return word.hasPrefix("-") || word.isEmpty || access(path, F_OK) != 0 ? word : path
  }

  private func placed(_ argument: Argument) -> Argument {
    switch argument {
    case .text(let path): return .text(placed(path))
    case .list(let items): return .list(items.map(placed))
    case .template(var template):
      if case .literal(let start)? = template.parts.first, start.hasPrefix("/") { return argument }
      template.parts.insert(.literal(folder), at: 0)
      return .template(template)
    default: return argument
    }
  }
}
