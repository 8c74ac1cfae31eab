import CivilTime
import Diagnostics
import Files
import Importing

/// `muster init DIR --from-history FILE`: a centre drafted from what a telephone system recorded.
struct InitFromHistory {
  let folder: String
  let files: [String]
  let name: String
  /// What tells the centre from every other in calendars.
  let identity: String
  var options = ImportOptions()
  /// How the user asked for it.
  let command: String

  func run() throws {
    if exists(folder), try !isFolder(folder) || !namesInFolder(folder).isEmpty {
      throw Problem(
        .usage, at: Place(file: folder), "is there already and not empty",
        maybe: "muster import \(files.joined(separator: " ")) --into \(folder) is meant")
    }
    guard options.zone != nil || options.sourceZone != nil else {
      throw Problem(
        .usage, subject: "--timezone", "is missing",
        maybe: "the zone of the customers is meant, such as America/New_York")
    }
    let result = try importHistory(files, options)
    let draft = CentreDraft(result, name: name, identity: identity, command: command)
    try makeFolder(folder)
    for file in draft.files { try writeFile("\(folder)/\(file.name)", file.bytes) }
    Terminal.say("Made \(folder) from \(result.format.title): \(result.reason).")
    for line in draft.summary { Terminal.say("  \(line)") }
    Terminal.say(
      "  \(draft.agentCount) agents, as many as the mean week needs; goals, shrinkage and contract are assumed"
    )
    for finding in result.findings { Terminal.say("  " + Terminal.dim(finding.description)) }
    Terminal.say(
      "\nSet right what is assumed in \(folder)/centre.toml and agents.csv, then plan the next week:\n\n"
        + "  muster plan \(folder) --as-of \(draft.asOf)\n")
  }
}
