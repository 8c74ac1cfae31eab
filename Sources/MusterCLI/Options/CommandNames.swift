import ArgumentParser
import Diagnostics

/// Looks up the words that name a command before the parser does, which would only call an unknown one
/// unexpected.
enum CommandNames {
  /// - Throws: A ``Problem`` that names the nearest command.
  static func check(
    _ arguments: [String], of root: any ParsableCommand.Type
  ) throws(Problem) {
    var (type, path) = (root, [root.name])
    for word in arguments {
      let commands = type.configuration.subcommands
      guard !commands.isEmpty, !word.hasPrefix("-"), word != "help" else { return }
      if let next = commands.first(where: { $0.name == word }) {
        (type, path) = (next, path + [word])
        continue
      }
      let names = commands.map { $0.name }
      throw Problem(
        .usage, subject: path.joined(separator: " "), "has no command of this name", value: word,
        maybe: nearestName(to: word, among: names).map { "\($0) is meant" }
          ?? "one of \(names.joined(separator: ", ")) is meant")
    }
  }
}

extension ParsableCommand {
  fileprivate static var name: String { configuration.commandName ?? _commandName }
}
