import ArgumentParser
import CentreModel
import CivilTime
import Configuration
import Diagnostics
import Forecasting
import Glibc
import History
import Tables

/// The options by which the forecasting commands find and read a history on plain files.
struct HistoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The interval history, CSV; - is the standard input.", valueName: "file"))
  var history: String?

  @Option(
    help: ArgumentHelp(
      "The clocks of the customers, such as America/New_York. Times without an offset are read in it.",
      valueName: "zone"))
  var timezone: String?

  @Option(
    help: ArgumentHelp(
      "The interval length; longer than the file's adds intervals up.", valueName: "30m"))
  var interval: String?

  @Option(
    help: ArgumentHelp(
      "What an interval without a row means; left out, the counts tell.",
      valueName: "zero|missing|closed"))
  var absent: String?

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
  var hours: String?

  @Option(
    help: ArgumentHelp(
      "Corrections to the history, as muster doctor writes them.", valueName: "file"))
  var patch: String?

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
    name: .customLong("aht"),
    help: ArgumentHelp("AHT in seconds where the history has none.", valueName: "seconds"))
  var handlingSeconds: Double = 300

  @Option(
    help: ArgumentHelp("History before this date is left out.", valueName: "date"))
  var trainStart: String?

  @Option(
    help: ArgumentHelp(
      "The method, instead of the one the evidence speaks for: "
        + ForecastMethod.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      valueName: "name"))
  var method: String?

  func zone() throws(Problem) -> Zone {
    guard let timezone else {
      throw Problem(
        .usage, subject: "--timezone", "is missing",
        maybe: "the zone of the customers is meant, such as America/New_York")
    }
    return try ZoneDatabase.system.zone(timezone)
  }

  func path() throws(Problem) -> String {
    guard let history else {
      throw Problem(
        .usage, subject: "--history", "is missing", maybe: "an interval history in CSV is meant")
    }
    return history
  }

  func reading(_ zone: Zone) throws(Problem) -> HistoryReading {
    var reading = HistoryReading(zone: zone)
    if let absent {
      guard let known = AbsentRows(rawValue: absent) else {
        throw Problem(
          .usage, subject: "--absent", "is no meaning of a missing row", value: absent,
          maybe: "zero, missing or closed is meant")
      }
      reading.absent = known
    }
    if let interval {
      guard let seconds = parseDuration(interval), seconds >= 60 else {
        throw Problem(
          .usage, subject: "--interval", "is not a length of time", value: interval,
          maybe: "15m, 30m or 1h is meant")
      }
      reading.intervalSeconds = seconds
    }
    return reading
  }

  /// The setting but for as-of and horizon, which the commands differ in.
  func setting(_ zone: Zone) throws(Problem) -> ForecastSetting {
    var setting = ForecastSetting(
      zone: zone, asOf: Instant(seconds: 0), from: CivilDate(dayNumber: 0),
      handlingSeconds: handlingSeconds)
    guard handlingSeconds > 0, handlingSeconds < 86_400 else {
      throw Problem(
        .usage, subject: "--aht", "is not between 0 and 86400 seconds", value: "\(handlingSeconds)")
    }
    if let hours {
      do { setting.hours = try OpeningHours(hours) } catch {
        throw Problem(.usage, subject: "--hours", error.what, value: hours, maybe: error.maybe)
      }
    }
    if let holidays {
      var all = try HolidayCalendar(path: holidays, calendar: calendar ?? "")
      if let calendar { all = try all.calendar(calendar) }
      setting.namedDays = all.holidays.map(NamedDay.init)
    } else if calendar != nil {
      throw Problem(
        .usage, subject: "--calendar", "needs --holidays", maybe: "--holidays FILE is missing")
    }
    if let trainStart { setting.trainFrom = try date(trainStart, option: "--train-start") }
    if let method {
      guard let known = ForecastMethod(rawValue: method) else {
        let names = ForecastMethod.allCases.map(\.rawValue)
        throw Problem(
          .usage, subject: "--method", "is not a method", value: method,
          maybe: nearestName(to: method, among: names).map { "\($0) is meant" }
            ?? "one of \(names.joined(separator: ", ")) is meant")
      }
      setting.method = known
    }
    return setting
  }

  /// The setting with the events and drops of one queue.
  func setting(_ base: ForecastSetting, queue: String) throws(Problem) -> ForecastSetting {
    var setting = base
    if let events {
      setting.events = try DemandEvent.read(try CSVTable(path: events), queue: queue)
    }
    if let drops { setting.drops = try Drop.read(try CSVTable(path: drops), queue: queue) }
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

  func date(_ text: String, option: String) throws(Problem) -> CivilDate {
    if let date = CivilDate(text) { return date }
    if let date = CivilDate(text.prefix(10)), text.dropFirst(10).allSatisfy({ " 0:T".contains($0) })
    {
      return date
    }
    throw Problem(
      .usage, subject: option, "is not a date", value: text, maybe: "2026-11-23 is meant")
  }
}

/// Reads an instant given on the command line: RFC 3339, a local time of `zone`, or a date.
func readInstant(_ text: String, in zone: Zone, option: String) throws(Problem) -> Instant {
  if let date = CivilDate(text) { return zone.startOfDay(date) }
  do { return try Instant(text, in: zone) } catch {
    throw Problem(.usage, subject: option, error.what, value: text, maybe: error.maybe)
  }
}
