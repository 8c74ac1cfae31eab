import ArgumentParser
import CivilTime
import Diagnostics

/// What is wrong with the options of a command, found before it does anything.
///
/// One check for all commands, from what is declared: a value that cannot be read; an option given
/// twice; an option of plain files where a centre is named, or the other way round; an option that
/// needs another; two that exclude each other; a source without its files. Whatever is given and would
/// be passed over in silence is refused here, by name.
struct CommandCheck {
  let command: any ParsableArguments
  let given: GivenOptions
  private let declared: [DeclaredOption]

  /// `arguments`: Those that `command` was parsed from.
  init(_ command: any ParsableArguments, arguments: some Sequence<String>) {
    self.command = command
    declared = DeclaredOption.all(of: command)
    let aliases = Self.ruled(declared, command).reduce(into: [:]) {
      $0.merge($1.aliases) { first, _ in first }
    }
    given = GivenOptions(arguments, aliases: aliases)
  }

  /// - Throws: ``Problems`` with everything that is wrong, in the order of the command line.
  func run() throws(Problems) {
    let elsewhere = foreign
    let strangers = Set(elsewhere.map(\.subject))
    let own = (malformed + doubled + lonely + conflicting).filter {
      !strangers.contains($0.subject)
    }
    let problems = elsewhere + own + missing
    let order = given.counts.map(\.name)
    let sorted = problems.enumerated().sorted { a, b in
      let places = [a, b].map { order.firstIndex(of: $0.element.subject) ?? order.count }
      return (places[0], a.offset) < (places[1], b.offset)
    }
    guard sorted.isEmpty else { throw Problems(sorted.map(\.element)) }
  }

  /// The types of the command and of all its groups that have rules, each once.
  private static func ruled(
    _ declared: [DeclaredOption], _ command: any ParsableArguments
  ) -> [any RuledOptions.Type] {
    var types: [any RuledOptions.Type] = []
    for group in [command] + declared.flatMap(\.groups) {
      guard let type = type(of: group) as? any RuledOptions.Type,
        !types.contains(where: { $0 == type })
      else { continue }
      types.append(type)
    }
    return types
  }

  private var rules: [any RuledOptions.Type] { Self.ruled(declared, command) }

  // MARK: - Values

  private var malformed: [Problem] {
    declared.flatMap { option -> [Problem] in
      let values = (option.value as? [Any]) ?? [option.value]
      return values.compactMap { value in
        guard let value = value as? any FaultyValue, let fault = value.fault else { return nil }
        return Problem(
          .usage, subject: option.name, fault.what, value: value.written, maybe: fault.maybe)
      }
    }
  }

  private var doubled: [Problem] {
    given.counts.filter { name, count in
      count > 1 && declared.contains { $0.name == name && !$0.isRepeatable }
    }.map { name, count in
      Problem(
        .usage, subject: name, "is given \(count == 2 ? "twice" : "\(count) times")",
        maybe: "leave one of them out")
    }
  }

  // MARK: - Sources

  private var foreign: [Problem] {
    guard let command = command as? any TwoSourcedCommand else { return [] }
    return declared.filter { given.contains($0.name) }.compactMap { option in
      if let centre = command.centre {
        let files = option.groups.compactMap { $0 as? any FilesOnlyOptions }
        guard !files.isEmpty else { return nil }
        let counterpart = files.lazy.compactMap { type(of: $0).inCentre[option.name] }.first
        return Problem(
          .usage, subject: option.name, "is an option of plain files, and a centre is named",
          value: centre,
          maybe: counterpart.map { "centre.toml says it: \($0)" }
            ?? "leave it out, or leave out the centre")
      }
      guard option.groups.contains(where: { $0 is any CentreOnlyOptions }) else { return nil }
      return Problem(
        .usage, subject: option.name, "is an option of a centre, and no centre is named",
        maybe: "name its folder: \(usage) CENTRE \(option.name) …")
    }
  }

  private var missing: [Problem] {
    guard let command = command as? any TwoSourcedCommand, command.centre == nil,
      command.needsSource
    else { return [] }
    var required: [String] = []
    for group in declared.flatMap({ $0.groups.reversed() }) {
      guard let group = group as? any FilesOnlyOptions else { continue }
      required += type(of: group).required.filter { !required.contains($0) }
    }
    let absent = required.filter { !given.contains($0) }
    guard let first = absent.first else { return [] }
    let others = absent.dropFirst()
    return [
      Problem(
        .usage, subject: first,
        others.isEmpty
          ? "is missing"
          : "is missing, and so \(others.count == 1 ? "is" : "are") "
            + others.joined(separator: ", "),
        maybe: "a centre is meant: \(usage) CENTRE")
    ]
  }

  private var usage: String { "muster \(type(of: command).name)" }

  // MARK: - Options among themselves

  private var lonely: [Problem] {
    let hasCentre = (command as? any TwoSourcedCommand)?.centre != nil
    return rules.flatMap({ $0.needs }).filter { need in
      given.contains(need.option) && !need.needed.contains { given.contains($0) }
        && !(need.onFilesOnly && hasCentre)
    }.map { need in
      let others = need.needed.joined(separator: " or ")
      return Problem(
        .usage, subject: need.option, "does nothing without \(others)", maybe: "give \(others) too")
    }
  }

  private var conflicting: [Problem] {
    rules.flatMap({ $0.conflicts }).filter(holds).flatMap { conflict in
      let option = [conflict.option, conflict.value].compactMap(\.self).joined(separator: " ")
      return conflict.others.filter { given.contains($0) }.map { other in
        Problem(
          .usage, subject: other, "cannot be given with \(option), which \(conflict.why)",
          maybe: "leave one of them out")
      }
    }
  }

  /// Whether a conflict's option is given, with its value where it names one.
  private func holds(_ conflict: OptionConflict) -> Bool {
    guard given.contains(conflict.option) else { return false }
    guard let value = conflict.value else { return true }
    return declared.contains { $0.name == conflict.option && "\($0.value)" == value }
  }
}

extension ParsableArguments {
  /// `roster`.
  fileprivate static var name: String {
    (self as? any ParsableCommand.Type)?.configuration.commandName ?? ""
  }
}
