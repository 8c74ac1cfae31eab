import CentreModel
import Diagnostics
import Files
import Publishing
import Rostering

/// Searches for a roster and writes it, with what was asked for beside it.
struct RosterRun {
  let posed: PosedRoster
  let search: RosterSearchOptions
  let outputs: RosterOutputs
  let format: OutputFormat

  private var problem: RosterProblem { posed.problem }

  func run() async throws {
    let watch = try search.watch(problem)
    let roster = try await watch.roster(
      problem, options: try search.options(seed: posed.seed), format: format)
    let ways = relaxations(of: roster, problem)
    switch format {
    case .csv: Terminal.write(posed.csv(roster.segments))
    case .json: Terminal.write(rosterJSON(roster, problem, relaxations: ways))
    case .table: Terminal.write(rosterTable(roster, problem, colour: Terminal.outputIsColoured))
    }
    if posed.isChange {
      let changes = rosterChanges(from: problem.published, to: roster.segments, zone: problem.zone)
      Terminal.say(rosterDiffText(changes, zone: problem.zone))
      if let path = outputs.notices {
        try writeFile(path, Array(noticeText(changes, zone: problem.zone).utf8))
      }
    }
    if let folder = outputs.calendars { try write(calendars: folder, roster) }
    if let path = outputs.ledger {
      try writeFile(path, FairnessLedger(after: roster.segments, of: problem).csv())
    }
    Terminal.say(rosterSummary(roster, problem))
    if !ways.isEmpty { Terminal.say(relaxationText(ways, of: roster)) }
    try watch.endIfInterrupted()
  }

  /// One file an agent; entries keep their UID, and their SEQUENCE rises only when they change.
  private func write(calendars folder: String, _ roster: Roster) throws {
    // Agents who left have their shifts withdrawn too.
    let agents = Set(problem.agents.map(\.id)).union(problem.published.map(\.agent)).sorted()
    func path(_ name: String) -> String {
      "\(folder)/\(name.split(separator: "/").last.map(String.init) ?? name)"
    }
    try makeFolder(folder)
    for file in posed.calendars.files(
      roster.segments, agents: agents, previous: { try? readFile(path($0)) })
    { try writeFile(path(file.name), file.bytes) }
  }
}
