import CentreInputs
import Diagnostics
import Files

/// `muster import agents week.xlsx --into CENTRE`: what people edited in the sheet of agents, taken into the
/// centre's file of agents.
struct AgentsImport {
  private let workbook: String
  private let centre: String
  private let isDry: Bool
  private let isQuiet: Bool

  /// Nil where the words ask for a history.
  ///
  /// - Throws: ``Problems`` with what is missing, and with options that would be passed over.
  init?(_ command: ImportCommand, _ arguments: [String]) throws {
    guard command.words.first == "agents", !exists("agents") else {
      guard command.dryRun else { return nil }
      throw Problem(
        .usage, subject: "--dry-run", "is of muster import agents alone", maybe: "leave it out")
    }
    let given = GivenOptions(arguments.dropFirst(2), aliases: ImportCommand.aliases)
    var problems = given.counts.map(\.name)
      .filter { !["--into", "--dry-run", "--quiet"].contains($0) }
      .map { name in
        Problem(
          .usage, subject: name, "does nothing here: agents are read from a workbook",
          maybe: "leave it out")
      }
    let files = command.words.dropFirst()
    if files.count != 1 {
      problems.append(
        Problem(
          .usage, subject: "file",
          files.isEmpty ? "is missing" : "is to be one: a later workbook would undo an earlier one",
          value: files.isEmpty ? nil : files.joined(separator: " "),
          maybe: "muster import agents week.xlsx --into CENTRE is meant"))
    }
    if command.into == nil {
      problems.append(
        Problem(
          .usage, subject: "--into", "is missing", maybe: "name the centre: --into CENTRE"))
    }
    guard problems.isEmpty, let file = files.first, let folder = command.into else {
      throw Problems(problems)
    }
    workbook = file
    centre = folder
    isDry = command.dryRun
    isQuiet = command.quiet
  }

  func run() throws {
    let edits = try CentreFolder.agentEdits(in: workbook, of: centre)
    for note in edits.notes { Terminal.say("warning: \(note)") }
    if !isQuiet || isDry { for line in Self.words(edits, isDry: isDry) { Terminal.say(line) } }
    guard !isDry, !edits.isEmpty else { return }
    try ImportOutput.replace(edits.path) { (write) throws(Problem) in try write(edits.bytes) }
  }

  /// What changes, one line an agent.
  private static func words(_ edits: AgentEdits, isDry: Bool) -> [String] {
    guard !edits.isEmpty else { return ["\(edits.path): as it was, nothing to change."] }
    let counts = [
      (edits.added.count, "added"), (edits.changed.count, "changed"),
      (edits.removed.count, "taken out"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    var lines = [
      "\(edits.path): agents \(isDry ? "to be " : "")\(counts.joined(separator: ", ")); "
        + "\(edits.kept) as they were."
    ]
    if !edits.newColumns.isEmpty {
      lines.append("  new columns: \(edits.newColumns.joined(separator: ", "))")
    }
    lines += edits.added.map { change in
      let fields = change.fields.filter { $0.column != "name" }
      return "  added \(label(change)): "
        + fields.map { "\($0.column) \(shown($0.after))" }.joined(separator: ", ")
    }
    lines += edits.changed.map { change in
      "  changed \(label(change)): "
        + change.fields.map { "\($0.column) \(shown($0.before)) -> \(shown($0.after))" }
        .joined(separator: ", ")
    }
    return lines + edits.removed.map { "  taken out \(label($0))" }
  }

  private static func label(_ change: AgentEdits.Change) -> String {
    let id = Problem.shown(change.agent)
    return change.name.isEmpty ? id : "\(id) \(Problem.shown(change.name))"
  }

  private static func shown(_ text: String) -> String {
    text.isEmpty ? "(none)" : Problem.shown(text)
  }
}
