import CentreModel
import CivilTime
import Configuration
import Diagnostics
import Forecasting
import Tables

typealias DateArgument = OptionValue<DateForm>
typealias MomentArgument = OptionValue<MomentForm>
typealias ZoneArgument = OptionValue<ZoneForm>
typealias ClockArgument = OptionValue<ClockForm>
typealias HoursArgument = OptionValue<HoursForm>
typealias IntervalArgument = OptionValue<IntervalForm>
typealias SecondsArgument = OptionValue<SecondsForm>
typealias ShareArgument = OptionValue<ShareForm>
typealias PercentArgument = OptionValue<PercentForm>
typealias SeedArgument = OptionValue<SeedForm>
typealias SeparatorArgument = OptionValue<SeparatorForm>
typealias ChangeArgument = OptionValue<ChangeForm>
typealias MethodArgument = OptionValue<MethodForm>
typealias WeeksArgument = OptionValue<CountForm<Weeks>>
typealias DaysArgument = OptionValue<CountForm<Days>>
typealias ThreadsArgument = OptionValue<CountForm<Threads>>
typealias ReplicationsArgument = OptionValue<CountForm<Replications>>

/// A date, `2026-11-30`; a time of midnight after it is passed over.
enum DateForm: ArgumentForm {
  static func read(_ text: String) throws(MalformedText) -> CivilDate {
    if let date = CivilDate(text) { return date }
    if let date = CivilDate(text.prefix(10)), text.dropFirst(10).allSatisfy({ " 0:T".contains($0) })
    {
      return date
    }
    throw MalformedText(at: 0, "is not a date", maybe: "write it as 2026-11-30")
  }
}

/// A date, or a point in time with an offset or by the local clock; which instant it is, the clock
/// of a zone says.
enum MomentForm: ArgumentForm {
  static func read(_ text: String) throws(MalformedText) -> Moment {
    if let date = CivilDate(text) { return .date(date) }
    do { return .time(try WrittenTime(text)) } catch {
      throw MalformedText(
        at: error.offset,
        CivilDate(text.prefix(10)) == nil ? "is neither a date nor an instant" : error.what,
        maybe: error.maybe.map { CivilDate(text.prefix(10)) == nil ? wayOut : $0 } ?? wayOut)
    }
  }

  private static let wayOut =
    "write 2026-11-23, \"2026-11-23 06:00\" or 2026-11-23T06:00:00-05:00"

  static func text(_ value: Moment) -> String {
    switch value {
    case .date(let date): "\(date)"
    case .time(.instant(let instant)): "\(instant)"
    case .time(.local(let date, let seconds)):
      "\(date)T\(clock(seconds / 3600)):\(clock(seconds / 60 % 60)):\(clock(seconds % 60))"
    }
  }

  private static func clock(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// A point in time as it is written on the command line.
enum Moment: Hashable, Sendable {
  /// Its first instant.
  case date(CivilDate)
  case time(WrittenTime)

  /// With a time of day, as a reader takes it that knows instants alone.
  var withTimeOfDay: String {
    if case .date(let date) = self { "\(date)T00:00:00" } else { MomentForm.text(self) }
  }

  /// The instant on the clocks of `zone`.
  func instant(in zone: Zone, option: String) throws(Problem) -> Instant {
    let moment: Instant
    switch self {
    case .date(let date): moment = zone.startOfDay(date)
    case .time(let time):
      do { moment = try time.instant(in: zone) } catch {
        throw Problem(
          .usage, subject: option, error.what, value: MomentForm.text(self), maybe: error.maybe)
      }
    }
    let years = PlanningPeriod.years
    guard years.contains(zone.date(at: moment).year) else {
      throw Problem(
        .usage, subject: option, "is not between \(years.lowerBound) and \(years.upperBound)",
        value: MomentForm.text(self))
    }
    return moment
  }
}

/// The time zone of a place, or UTC.
enum ZoneForm: ArgumentForm {
  static func read(_ text: String) throws(MalformedText) -> Zone {
    try zone(text, ZoneDatabase.system.place)
  }
}

/// The clock of a telephone system, which may stand still where a place's clocks change.
enum ClockForm: ArgumentForm {
  static func read(_ text: String) throws(MalformedText) -> Zone {
    try zone(text, ZoneDatabase.system.zone)
  }
}

private func zone(
  _ text: String, _ find: (String) throws(Problem) -> Zone
) throws(MalformedText) -> Zone {
  guard text != "UTC" else { return .utc }
  do throws(Problem) { return try find(text) } catch {
    throw MalformedText(at: 0, error.what, maybe: error.maybe)
  }
}

/// Opening hours, `Mon-Fri 07:00-21:00; Sat 08:00-17:00`.
enum HoursForm: ArgumentForm {
  static func read(_ text: String) throws(MalformedText) -> OpeningHours {
    do { return try OpeningHours(text) } catch {
      throw MalformedText(at: error.offset, error.what, maybe: error.maybe)
    }
  }
}

/// The length of an interval in seconds, `15m`; at least a minute.
enum IntervalForm: ArgumentForm {
  static func read(_ text: String) throws(MalformedText) -> Int {
    guard let seconds = parseDuration(text) else {
      throw MalformedText(at: 0, "is not a length of time", maybe: "write 15m, 30m or 1h")
    }
    guard (60...86_400).contains(seconds) else {
      throw MalformedText(
        at: 0, "is not between one minute and one day", maybe: "write 15m, 30m or 1h")
    }
    return seconds
  }

  static func text(_ value: Int) -> String {
    value % 3600 == 0 ? "\(value / 3600)h" : value % 60 == 0 ? "\(value / 60)m" : "\(value)s"
  }
}

/// A time in seconds, plain or with a unit: `0.5`, `90`, `5m`.
enum SecondsForm: ArgumentForm {
  static func read(_ text: String) throws(MalformedText) -> Double {
    let seconds = Double(text) ?? parseDuration(text).map { Double($0) }
    guard let seconds, seconds.isFinite else {
      throw MalformedText(at: 0, "is not a time", maybe: "write seconds, such as 90, or 5m")
    }
    guard seconds >= 0, seconds <= 86_400 else {
      throw MalformedText(at: 0, "is not between 0 and 86400 seconds")
    }
    return seconds
  }

  static func text(_ value: Double) -> String { shortest(value) }
}

/// A share from 0 to 1, `0.8` or `80%`.
enum ShareForm: ArgumentForm {
  static func read(_ text: String) throws(MalformedText) -> Double {
    let percent = text.hasSuffix("%")
    guard let number = Double(percent ? String(text.dropLast()) : text), number.isFinite else {
      throw MalformedText(at: 0, "is not a share", maybe: "write 0.8 or 80%")
    }
    let share = percent ? number / 100 : number
    guard (0...1).contains(share) else {
      throw MalformedText(
        at: 0, "is not between 0 and 1",
        maybe: !percent && (1...100).contains(number)
          ? "write \(shortest(number))% or \(shortest(number / 100))" : nil)
    }
    return share
  }

  static func text(_ value: Double) -> String { shortest(value) }
}

/// Per cent from 0 to below 100, `0.5` or `0.5%`.
enum PercentForm: ArgumentForm {
  static func read(_ text: String) throws(MalformedText) -> Double {
    let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
    guard let number = Double(digits), number >= 0, number < 100 else {
      throw MalformedText(
        at: 0, "is not a percentage from 0 to below 100", maybe: "write 0.5 for half a per cent")
    }
    return number
  }

  static func text(_ value: Double) -> String { shortest(value) }
}

/// Which method forecasts.
enum MethodForm: ArgumentForm {
  static let names = ForecastMethod.own.map(\.rawValue)
  static let list = names.joined(separator: ", ")

  static func read(_ text: String) throws(MalformedText) -> ForecastMethod {
    guard names.contains(text) else {
      throw MalformedText(
        at: 0, "is not a method",
        maybe: nearestName(to: text, among: names).map { "\($0) is meant" }
          ?? "one of \(list) is meant")
    }
    return ForecastMethod(rawValue: text)
  }

  static func text(_ value: ForecastMethod) -> String { value.rawValue }

}

/// A seed: another one gives other random numbers.
enum SeedForm: ArgumentForm {
  static func read(_ text: String) throws(MalformedText) -> UInt64 {
    guard let seed = UInt64(text) else {
      throw MalformedText(
        at: 0, "is not a whole number from 0 to \(UInt64.max)", maybe: "write 1")
    }
    return seed
  }
}

/// What is counted, and how many there may be.
protocol CountedThing {
  static var range: ClosedRange<Int> { get }
}

enum Weeks: CountedThing { static let range = 1...53 }
enum Days: CountedThing { static let range = 1...371 }
enum Threads: CountedThing { static let range = 1...4096 }
enum Replications: CountedThing { static let range = 1...10_000_000 }

/// A whole number within the range of what is counted.
enum CountForm<Thing: CountedThing>: ArgumentForm {
  static func read(_ text: String) throws(MalformedText) -> Int {
    guard let count = Int(text) else {
      throw MalformedText(
        at: 0, "is not a whole number", maybe: "write one from \(Thing.range.lowerBound) on")
    }
    guard Thing.range.contains(count) else {
      throw MalformedText(
        at: 0, "is not between \(Thing.range.lowerBound) and \(Thing.range.upperBound)")
    }
    return count
  }
}

/// What stands between the fields of a file: `comma`, `semicolon`, `tab`, or the sign itself.
enum SeparatorForm: ArgumentForm {
  private static let names: [(name: String, sign: Character)] = [
    ("comma", ","), ("semicolon", ";"), ("tab", "\t"),
  ]

  static func read(_ text: String) throws(MalformedText) -> Character {
    guard let found = names.first(where: { $0.name == text || String($0.sign) == text }) else {
      throw MalformedText(
        at: 0, "is no separator", maybe: "write comma, semicolon or tab")
    }
    return found.sign
  }

  static func text(_ value: Character) -> String {
    names.first { $0.sign == value }?.name ?? String(value)
  }
}

/// A change against what is planned, as a share: `+10%` is 0.1.
enum ChangeForm: ArgumentForm {
  static func read(_ text: String) throws(MalformedText) -> Double {
    let digits = text.hasPrefix("+") ? text.dropFirst().dropLast() : text.dropLast()
    guard text.hasSuffix("%"), let percent = Double(String(digits)), percent.isFinite else {
      throw MalformedText(
        at: 0, "is not a change in per cent",
        maybe: Double(text) == nil ? "write +10% or -5%" : "write \(text)%")
    }
    guard percent > -100, percent <= 1000 else {
      throw MalformedText(at: 0, "is not above -100% and at most +1000%")
    }
    return percent / 100
  }

  static func text(_ value: Double) -> String { "\(value < 0 ? "" : "+")\(shortest(value * 100))%" }
}
