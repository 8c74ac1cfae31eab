import ArgumentParser
package import Diagnostics

/// What the command line makes of some arguments, without running anything: for tests.
package enum CommandLineProbe {
  /// Everything that is wrong with the options; empty where the command would run.
  ///
  /// - Throws: What the parser throws: unknown options, missing arguments.
  package static func problems(_ arguments: [String]) throws -> [Problem] {
    do { _ = try MusterCommand.parsed(arguments) } catch let error as Problems {
      return error.all
    } catch let error as Problem {
      return [error]
    }
    return []
  }

  /// The path of every command, such as `["erlang", "b"]`, in the order of the help.
  package static var commands: [[String]] { paths(below: MusterCommand.self, []) }

  /// What each command does, by its path.
  package static func abstract(_ path: [String]) -> String {
    type(at: path).configuration.abstract
  }

  /// The names by which the options of a command are checked, other names included.
  package static func checkedNames(_ path: [String]) -> Set<String> {
    let command = type(at: path)
    let groups = DeclaredOption.groups(of: command)
    let aliases = groups.compactMap { $0 as? any RuledOptions.Type }.flatMap { $0.aliases.keys }
    return DeclaredOption.names(of: command).union(aliases)
  }

  /// Options that rules of a command name and that it does not have.
  package static func unknownInRules(_ path: [String]) -> Set<String> {
    let command = type(at: path)
    let groups = DeclaredOption.groups(of: command)
    var named: [String] = []
    for rules in groups.compactMap({ $0 as? any RuledOptions.Type }) {
      named += rules.needs.flatMap { [$0.option] + $0.needed }
      named += rules.conflicts.flatMap { [$0.option] + $0.others }
      named += rules.aliases.values
    }
    for files in groups.compactMap({ $0 as? any FilesOnlyOptions.Type }) {
      named += files.required + files.inCentre.keys
    }
    return Set(named).subtracting(DeclaredOption.names(of: command))
  }

  private static func type(at path: [String]) -> any ParsableCommand.Type {
    path.reduce(MusterCommand.self) { (type: any ParsableCommand.Type, word) in
      type.configuration.subcommands.first { $0.configuration.commandName == word } ?? type
    }
  }

  private static func paths(
    below type: any ParsableCommand.Type, _ path: [String]
  ) -> [[String]] {
    type.configuration.subcommands.flatMap { command -> [[String]] in
      let own = path + [command.configuration.commandName ?? ""]
      return [own] + paths(below: command, own)
    }
  }
}
