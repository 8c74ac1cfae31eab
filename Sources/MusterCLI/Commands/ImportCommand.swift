import ArgumentParser
import CivilTime
import Configuration
import Diagnostics
import Files
import Importing
import Tables

struct ImportCommand: ParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract:
      "Turn files of a telephone system into the history of a centre; take edited agents back.",
    discussion: """
        muster import queue_log* --timezone America/New_York --to history.csv
        muster import asterisk queue_log.1.gz queue_log --timezone Europe/London --into my-centre
        muster import export.csv --source-tz America/New_York --dates mdy --to history.csv
        muster import --from postgres://reader@pbx/asterisk --table queue_log --into my-centre

        muster import agents week.xlsx --into my-centre --dry-run

      The format may be named before the files; else it is found out, and said why. Files may be packed \
      with gzip. Numbers and names of callers are never kept. What was left out, mended or assumed is \
      said with line numbers.

      agents is no format: it takes the sheet Agents of a workbook, as muster export workbook writes it and \
      people edited it, into the centre's file of agents: names, contracts, leave, preferences. Every cell \
      that is wrong is named, and the file is replaced only when nothing is.

      Formats: \(ImportFormat.all.map(\.name).joined(separator: ", ")).
      """)

  @Argument(
    help: ArgumentHelp(
      "The name of a format, where it should not be found out, and the files; - is the standard input.",
      valueName: "[format] file"))
  var words: [String] = []

  @Option(
    help: ArgumentHelp(
      "The database to read from in place of files: postgres://user@host/name, mariadb://user@host/name.",
      valueName: "address"))
  var from: String?

  @Option(help: ArgumentHelp("The table of that database to read.", valueName: "name"))
  var table: String?

  @Option(help: ArgumentHelp("A query, whose rows are read in place of a table.", valueName: "sql"))
  var query: String?

  @Option(
    help: ArgumentHelp(
      "The clocks of the telephone system: times without an offset are read by them.",
      valueName: "zone"))
  var sourceTz: String?

  @Option(
    help: ArgumentHelp(
      "The clocks of the customers, by which intervals are counted; by default those of --source-tz, or the centre's.",
      valueName: "zone"))
  var timezone: String?

  @Option(
    help: ArgumentHelp(
      "The interval to count in; by default the file's, the centre's, or half an hour.",
      valueName: "30m"))
  var interval: String?

  @Option(help: ArgumentHelp("The centre whose history takes it in.", valueName: "centre"))
  var into: String?

  @Option(
    help: ArgumentHelp("Where to write the history; - is the standard output.", valueName: "file"))
  var to: String?

  @Option(
    help: ArgumentHelp("What an interval without a record means.", valueName: "zero|missing|closed")
  )
  var absent: String?

  @Option(
    help: ArgumentHelp("Waits up to this count as answered in time.", valueName: "20s"))
  var within = "20s"

  @Option(help: ArgumentHelp("Abandoned up to this is a short abandonment.", valueName: "5s"))
  var shortAbandon = "5s"

  @Option(
    help: ArgumentHelp(
      "After-call work of each contact answered, where the file has none.", valueName: "0s"))
  var wrapUp = "0s"

  @Option(help: ArgumentHelp("The name of the queue where the file has none.", valueName: "name"))
  var queue = "main"

  @Option(
    help: ArgumentHelp(
      "How dates such as 07/09/2026 are written, where the file does not prove it.",
      valueName: "dmy|mdy|ymd"))
  var dates: String?

  @Option(
    help: ArgumentHelp(
      "A mapping file, TOML: which column holds what, in which unit; see Documentation/importing.md.",
      valueName: "file"))
  var columns: String?

  @Option(
    help: ArgumentHelp(
      "Where to write the lines left out, readable by you alone and masked.", valueName: "file"))
  var rejects: String?

  @Flag(
    help: "Fail when anything is doubtful: lines left out, calls without an end, ambiguous times.")
  var strict = false

  @Flag(help: "Of agents: say what would change, and write nothing.")
  var dryRun = false

  @Flag(name: .shortAndLong, help: "Say nothing unless something is wrong.")
  var quiet = false

  @Option(help: ArgumentHelp("How the history is written.", valueName: "csv|json"))
  var format: OutputFormat = .csv

  static let aliases = ["-q": "--quiet"]
  static let needs = [
    OptionNeed("--table", needs: "--from"), OptionNeed("--query", needs: "--from"),
  ]

  func run() throws {
    if let agents = try AgentsImport(self, CommandLine.arguments) { return try agents.run() }
    let target = try into.map { (folder) throws -> ImportTarget in try ImportTarget(folder) }
    var options = try self.options(target)
    var files = words
    if let first = words.first, !exists(first), ImportFormat.isName(first) {
      options.format = first
      files.removeFirst()
    }
    if let from {
      options.database = try DatabaseSource(from, table: table, query: query)
      guard files.isEmpty else {
        throw Problem(
          .usage, subject: "--from", "and files cannot be read at once", value: files[0],
          maybe: "they can be imported one after the other")
      }
    }
    guard !files.isEmpty || from != nil else {
      throw Problem(
        .usage, subject: "file", "is missing",
        maybe: "muster import \(words.joined(separator: " ")) FILE is meant")
    }
    if Terminal.isWatched, !quiet {
      let line = ImportProgressLine()
      options.onProgress = { step, share in line.show(step, share) }
    }
    if let target {
      var taken: ImportResult?
      let merged = try target.take(files, options) { result in
        try judge(result)
        if to != nil { taken = result }
      }
      if !quiet { Terminal.say(merged) }
      if let taken { try write(taken) }
    } else {
      let result = try importHistory(files, options)
      try judge(result)
      try write(result)
    }
  }

  /// Writes the history where it was asked for.
  private func write(_ result: ImportResult) throws {
    let json = format == .json ? try json(result.history) : nil
    func pieces(_ write: ([UInt8]) throws(Problem) -> Void) throws(Problem) {
      if let json { try write(json) } else { try result.writeHistory(write) }
    }
    if let to, to != "-" {
      try ImportOutput.replace(to, pieces)
    } else {
      try pieces { Terminal.write($0) }
    }
  }

  /// Says what was read, and refuses it when it is doubtful and must not be.
  private func judge(_ result: ImportResult) throws {
    if let rejects { try ImportOutput.writePrivately(rejects, result.rejects) }
    let doubts = result.findings.filter(\.isDoubt)
    if !quiet || (strict && !doubts.isEmpty) { say(result) }
    guard strict, !doubts.isEmpty else { return }
    throw Problem(
      .invalidInput, subject: "--strict", "the import is doubtful", value: doubts[0].description,
      maybe: "leave --strict out to take it as it is")
  }

  private func json(_ history: [UInt8]) throws -> [UInt8] {
    let csv = try CSVTable(file: "history", bytes: history)
    return Array(
      try Table(csv, text: ["interval_start", "queue", "quality"]).json().text().utf8)
  }

  private func options(_ target: ImportTarget?) throws -> ImportOptions {
    var options = ImportOptions()
    // A telephone system's clock may stand still where a place's clocks change.
    options.sourceZone = try zone(sourceTz, "--source-tz", ZoneDatabase.system.zone)
    options.zone = try zone(timezone, "--timezone", ZoneDatabase.system.place) ?? target?.zone
    options.intervalSeconds = target?.intervalSeconds
    options.knownQueues = target?.queues ?? []
    if let interval {
      guard let seconds = parseDuration(interval), seconds >= 60, 86_400 % seconds == 0 else {
        throw Problem(
          .usage, subject: "--interval", "is not a length of time that divides the day",
          value: interval, maybe: "15m, 30m, 1h or 24h is meant")
      }
      options.intervalSeconds = seconds
    }
    options.absent = try choice(absent, "--absent")
    options.dateOrder = try choice(dates, "--dates")
    options.withinSeconds = try seconds(within, "--within")
    options.shortAbandonSeconds = try seconds(shortAbandon, "--short-abandon")
    options.wrapUpSeconds = try seconds(wrapUp, "--wrap-up")
    options.queue = queue
    if let columns {
      let root = try ConfigTable(file: columns, bytes: try readFile(columns))
      options.mapping = ImportMapping(root)
      let problems = root.problems()
      if !problems.isEmpty { throw Problems(problems) }
      // A mapping says what the columns are, whatever the header looks like.
      options.format = "csv"
    }
    options.keepsRejects = rejects != nil
    return options
  }

  private func zone(
    _ name: String?, _ option: String, _ find: (String) throws(Problem) -> Zone
  ) throws(Problem) -> Zone? {
    guard let name else { return nil }
    do { return try find(name) } catch {
      var problem = error
      problem.kind = .usage
      problem.subject = option
      throw problem
    }
  }

  private func seconds(_ text: String, _ option: String) throws(Problem) -> Double {
    if text == "0" || text == "0s" { return 0 }
    guard let seconds = parseDuration(text) ?? Int(text), seconds >= 0 else {
      throw Problem(
        .usage, subject: option, "is not a length of time", value: text, maybe: "20s is meant")
    }
    return Double(seconds)
  }

  private func choice<T: RawRepresentable & CaseIterable>(
    _ text: String?, _ option: String
  ) throws(Problem) -> T? where T.RawValue == String {
    guard let text else { return nil }
    if let value = T(rawValue: text) { return value }
    let known = T.allCases.map(\.rawValue)
    throw Problem(
      .usage, subject: option, "is not known", value: text,
      maybe: nearestName(to: text, among: known).map { "\($0) is meant" }
        ?? "one of these is meant: \(known.joined(separator: ", "))")
  }

  /// Patience and handling time of a queue; nil where too little is known.
  private func calibrationText(_ queue: QueueCalibration) -> String? {
    var parts: [String] = []
    if let mean = queue.meanPatience {
      var text =
        "patience_seconds = \(fixed(mean, 0)) (\(queue.abandoned) of \(queue.waited) gave up"
      if let quartile = queue.quartilePatience {
        text += "; a quarter after \(fixed(quartile, 0)) s"
      }
      parts.append(text + ")")
    }
    if let mean = queue.meanHandling, let deviation = queue.handlingDeviation {
      parts.append(
        "handling \(fixed(mean, 0)) s, deviation \(fixed(deviation, 0)) s, of \(queue.handled) contacts"
      )
    }
    return parts.isEmpty ? nil : "\(queue.queue): " + parts.joined(separator: "; ")
  }

  private func say(_ result: ImportResult) {
    Terminal.say("\(result.format.title): \(result.reason).")
    var counts = "\(fixed(result.offered, 0)) contacts"
    if let handled = result.handled { counts += ", \(fixed(handled, 0)) handled" }
    if let abandoned = result.abandoned { counts += ", \(fixed(abandoned, 0)) abandoned" }
    let queues = result.queues.count == 1 ? "1 queue" : "\(result.queues.count) queues"
    Terminal.say(
      "\(result.lineCount) lines: \(counts), in \(result.rowCount == 1 ? "1 interval" : "\(result.rowCount) intervals") of "
        + "\(result.intervalSeconds / 60) minutes and \(queues), \(result.from) to \(result.to).")
    for calibration in result.calibrations {
      if let text = calibrationText(calibration) { Terminal.say("  " + text) }
    }
    for finding in result.findings {
      Terminal.say("  " + (finding.isDoubt ? Terminal.red("doubtful: ") : "") + finding.description)
    }
  }
}
