import ArgumentParser
import CentreInputs
import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import History
import Planning
import Tables

/// The options by which commands find and read a history on plain files.
struct HistoryOptions: FilesOnlyOptions, RuledOptions {
  @Option(
    help: ArgumentHelp("The interval history, CSV; - is the standard input.", valueName: "file"))
  var history: [String] = []

  @Option(
    help: ArgumentHelp(
      "The clocks of the customers, such as America/New_York. Times without an offset are read in it.",
      valueName: "zone"))
  var timezone: ZoneArgument?

  @Option(
    help: ArgumentHelp(
      "The interval length; longer than the file's adds intervals up.", valueName: "30m"))
  var interval: IntervalArgument?

  @Option(
    help: ArgumentHelp(
      "What an interval without a row means; left out, the counts tell.",
      valueName: "zero|missing|closed"))
  var absent: String?

  @Option(
    help: ArgumentHelp(
      "How contacts are spread over the day where the history counts longer intervals than --interval: CSV start,share and weekday, or the interval history of another queue.",
      valueName: "file"))
  var profile: String?

  @Option(help: ArgumentHelp("Holidays, CSV or iCalendar.", valueName: "file"))
  var holidays: String?

  @Option(
    help: ArgumentHelp(
      "The calendar in the holidays file, such as US or US-CA.", valueName: "name"))
  var calendar: String?

  @Option(
    help: ArgumentHelp(
      "Opening hours; learnt from the history when left out.",
      valueName: "Mon-Fri 07:00-21:00; Sat 08:00-17:00"))
  var hours: HoursArgument?

  @Option(
    help: ArgumentHelp(
      "Corrections to the history, as muster doctor writes them.", valueName: "file"))
  var patch: String?

  @Option(
    help: ArgumentHelp("History before this date is left out.", valueName: "date"))
  var trainStart: DateArgument?

  static let required = ["--history", "--timezone"]
  static let needs = [
    OptionNeed("--calendar", needs: "--holidays"), OptionNeed("--profile", needs: "--interval"),
  ]
  static let inCentre = [
    "--history": "history in [inputs]", "--timezone": "timezone in [centre]",
    "--interval": "interval in [centre]", "--holidays": "holidays in [inputs]",
    "--calendar": "calendar in [centre]", "--hours": "hours in each [[queue]]",
    "--patch": "patch in [inputs]", "--absent": "absent in [inputs] or a [[queue]]",
    "--profile": "profile in each [[queue]]",
  ]

  func zone() throws(Problem) -> Zone {
    guard let zone = try timezone.value() else {
      throw Problem(
        .usage, subject: "--timezone", "is missing",
        maybe: "the zone of the customers is meant, such as America/New_York")
    }
    return zone
  }

  /// The history of all files, joined; nothing from `before` on.
  func read(_ zone: Zone, before: Instant? = nil, isStrict: Bool = true) throws(Problem)
    -> HistoryFile
  {
    guard !history.isEmpty else {
      throw Problem(
        .usage, subject: "--history", "is missing", maybe: "an interval history in CSV is meant")
    }
    let reading = try reading(zone, before: before, isStrict: isStrict)
    var files: [HistoryFile] = []
    for path in history { files.append(try HistoryFile.read(path: path, reading)) }
    return try patched(files.count == 1 ? files[0] : HistoryFile.joined(files), zone)
  }

  /// `before`: The as-of instant; nothing from then on is read. `isStrict`: Duplicates and disorder
  /// are errors.
  func reading(
    _ zone: Zone, before: Instant? = nil, isStrict: Bool = true
  ) throws(Problem) -> HistoryReading {
    let rows = try absent.map { text throws(Problem) in
      guard let known = AbsentRows(rawValue: text) else {
        throw Problem(
          .usage, subject: "--absent", "is no meaning of a missing row", value: text,
          maybe: "zero, missing or closed is meant")
      }
      return known
    }
    var reading = HistoryReading(
      zone: zone, intervalSeconds: try interval.value(), isStrict: isStrict, before: before,
      absent: rows)
    reading.takesLonger = profile != nil
    return reading
  }

  /// The setting but for as-of and horizon, which the commands differ in.
  func setting(_ zone: Zone) throws(Problem) -> ForecastSetting {
    var setting = ForecastSetting(
      zone: zone, asOf: Instant(seconds: 0), from: CivilDate(dayNumber: 0), handlingSeconds: 300)
    setting.hours = try hours.value()
    setting.trainFrom = try trainStart.value()
    if let profile, let length = try interval.value() {
      setting.split = IntradaySplit(
        profile: try IntradayProfile.read(path: profile, name: profile, zone: zone),
        intervalSeconds: length)
    }
    if let holidays {
      var all = try HolidayCalendar(path: holidays, calendar: calendar ?? "")
      if let calendar { all = try all.calendar(calendar) }
      setting.namedDays = all.holidays.map(NamedDay.init)
    }
    return setting
  }

  /// The history with the patch applied.
  func patched(_ file: HistoryFile, _ zone: Zone) throws(Problem) -> HistoryFile {
    guard let patch else { return file }
    let changes = try HistoryPatch(try CSVTable(path: patch), zone: zone)
    var file = file
    file.queues = file.queues.map { changes.applied(to: $0) }
    return file
  }
}

/// What is known of demand beside its history, on plain files.
struct KnowledgeOptions: FilesOnlyOptions {
  @Option(
    help: ArgumentHelp(
      "Events and overrides, CSV: name,date,effect,reason. Effects: x1.2, +300, =4000, like 2025-11-28, hours 08:00-13:00, open, closed, learn 3.",
      valueName: "file"))
  var events: String?

  @Option(
    help: ArgumentHelp(
      "Mailings and campaigns, CSV: drop_id,date,quantity,medium,expected_response_rate.",
      valueName: "file"))
  var drops: String?

  @Option(
    help: ArgumentHelp("AHT where the history has none; 300 s.", valueName: "seconds"))
  var aht: SecondsArgument?

  static let inCentre = [
    "--events": "events in [inputs]", "--drops": "drops in [inputs]",
    "--aht": "handling_seconds in each [[queue]]",
  ]

  /// The setting with the events and drops of one queue.
  func setting(_ base: ForecastSetting, queue: String) throws(Problem) -> ForecastSetting {
    var setting = base
    if let seconds = try aht.value() {
      guard seconds > 0 else {
        throw Problem(.usage, subject: "--aht", "is not above 0 seconds", value: "0")
      }
      setting.handlingSeconds = seconds
    }
    if let events {
      setting.events = try DemandEvent.read(try CSVTable(path: events), queue: queue)
    }
    if let drops { setting.drops = try Drop.read(try CSVTable(path: drops), queue: queue) }
    return setting
  }
}
