private import Glibc
internal import SwpipeCore
private import SwpipeSystem

/// The beginning of a plugin: files that work as they are.
struct Skeleton {
  /// A path below the folder that the command runs in, and what stands there.
  struct File {
    let path: String
    let text: String
  }

  let files: [File]
  /// What to type next, a line each.
  let next: [String]

  /// Writes all files; where one of them is there already, none, and the command ends.
  func write() throws(CommandEnd) {
    for file in files where access(file.path, F_OK) == 0 {
      throw CommandEnd(
        .usage,
        "there is a file `\(file.path)` already",
        help: "nothing was written; give another name, or move it away"
      )
    }
    for file in files {
      var folder = ""
      for part in file.path.split(separator: "/").dropLast() {
        folder += (folder.isEmpty ? "" : "/") + part
        mkdir(folder, 0o777)
      }
      // Never in the place of a file that has come up meanwhile.
      do throws(SystemError) {
        let made = try Descriptor.open(file.path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666)
        try Descriptor.writeAll(made.number, file.text)
      } catch {
        throw Skeleton.end(file.path, error.number)
      }
    }
  }

  private static func end(_ path: String, _ number: Int32) -> CommandEnd {
    CommandEnd(.output, "cannot write \(path): \(SystemError(number).words)")
  }
}
