public import CentreModel
public import Diagnostics
internal import Glibc

extension ForecastingCommand {
  /// Why a command must not be run even with consent; nil when nothing speaks against it.
  ///
  /// Consent is to what the folder's owner wrote: a program or script in the folder that anybody else could
  /// have changed is refused, as plugins are.
  public static func distrust(_ command: ModelCommand, folder: String) -> Problem? {
    for word in command.words where !word.isEmpty && !word.hasPrefix("-") && !word.contains("{") {
      let path = word.hasPrefix("/") ? word : "\(folder)/\(word)"
      // Programs of the system are found by name; of other words only files of the folder matter.
      if word == command.words.first, !word.contains("/") { continue }
      guard let why = weakness(of: path) else { continue }
      return Problem(
        .missingConfiguration, subject: "model \(command.id)", "is not run: \(path) \(why)",
        maybe: "chmod go-w and chown make it yours alone")
    }
    return nil
  }

  /// What a command consists of, for a plan's identity: its words and the files among them.
  public static func files(_ command: ModelCommand, folder: String) -> [String] {
    command.words.compactMap { word in
      let path = word.hasPrefix("/") ? word : "\(folder)/\(word)"
      var status = stat()
      guard !word.isEmpty, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        return nil
      }
      return path
    }
  }

  private static func weakness(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    if status.st_mode & S_IWOTH != 0 { return "can be changed by anyone" }
    if status.st_mode & S_IWGRP != 0, status.st_gid != getegid() {
      return "can be changed by a group that is not ours"
    }
    if status.st_uid != 0, status.st_uid != geteuid() {
      return "belongs to another user (uid \(status.st_uid))"
    }
    return nil
  }
}
