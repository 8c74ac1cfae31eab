import ArgumentParser
import CentreModel
import CivilTime
import Diagnostics
import Rostering

/// What a roster goes on from, and what is written beside it; the same on a centre and on plain files.
struct KeptRosterOptions: RuledOptions {
  @Option(help: ArgumentHelp("The roster before, which this one continues.", valueName: "file"))
  var previous: String?

  @Option(help: ArgumentHelp("Shifts and days off that are fixed beforehand.", valueName: "file"))
  var pins: String?

  @Option(
    help: ArgumentHelp(
      """
      A published roster: change as little of it as possible. A file, or on a centre the name of a \
      published plan, such as latest.
      """, valueName: "file"))
  var published: String?

  @Option(
    help: ArgumentHelp(
      "With --published, shifts starting before this stay as published.", valueName: "time"))
  var freezeUntil: MomentArgument?

  @Option(
    help: ArgumentHelp(
      "Write the agents' calendars here, continuing those that are there.", valueName: "folder"))
  var calendars: String?

  @Option(help: ArgumentHelp("With --published, write the notices to send.", valueName: "file"))
  var notices: String?

  @Option(
    help: ArgumentHelp("What agents had of nights and weekends before.", valueName: "file"))
  var ledger: String?

  @Option(help: ArgumentHelp("Where to write the ledger that continues.", valueName: "file"))
  var writeLedger: String?

  static let needs = [
    OptionNeed("--freeze-until", needs: "--published"),
    OptionNeed("--notices", needs: "--published"),
  ]

  func inputs() throws(Problem) -> RosterInputs {
    RosterInputs(
      previous: previous, pins: pins, published: published,
      freezeUntil: try freezeUntil.value(), ledger: ledger)
  }

  var outputs: RosterOutputs {
    RosterOutputs(calendars: calendars, notices: notices, ledger: writeLedger)
  }
}

/// The files that a roster goes on from.
struct RosterInputs {
  var previous: String?
  var pins: String?
  var published: String?
  var freezeUntil: Moment?
  var ledger: String?
}

/// Where to write what goes with a roster.
struct RosterOutputs {
  var calendars: String?
  var notices: String?
  var ledger: String?
}

/// How long and how to search for a roster.
struct RosterSearchOptions: RuledOptions {
  @Option(help: ArgumentHelp("About how long to search.", valueName: "seconds"))
  var timeLimit = SecondsArgument(10)

  @Option(
    help: ArgumentHelp("Moves of each of the two searches, instead of a time.", valueName: "n"))
  var moves: OptionValue<CountForm<Moves>>?

  @Option(
    help: ArgumentHelp(
      "Another seed gives another roster; by default the centre's, of files 1.", valueName: "n"))
  var seed: SeedArgument?

  @OptionGroup var cores: ThreadOptions

  static let conflicts = [OptionConflict("--moves", "--time-limit", why: "says how long")]

  enum Moves: CountedThing { static let range = 1...1_000_000_000_000 }

  /// `seed`: The one that holds where none is given.
  func options(seed: UInt64) throws(Problem) -> RosterOptions {
    let seconds = try timeLimit.value()
    guard seconds > 0 else {
      throw Problem(
        .usage, subject: "--time-limit", "is not above 0 seconds", value: timeLimit.written,
        maybe: "try 10")
    }
    return RosterOptions(
      moves: try moves.value(), seconds: seconds, seed: try self.seed.value() ?? seed,
      threads: try cores.threads.value())
  }

  func watch(_ problem: RosterProblem) throws(Problem) -> SearchWatch {
    SearchWatch(
      limit: moves == nil ? try timeLimit.value() : .infinity,
      missingWeight: problem.rules.missingWeight)
  }
}
