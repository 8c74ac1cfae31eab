internal import BackOfficeModel
internal import CivilTime
public import MusterPluginKit
internal import PluginSupport
internal import Workloads

/// Cases with deadlines: nobody waits on the line, everything must be done in time.
struct BackOfficePlugin: CentrePlugin {
  static let id: StaticString = "back-office"
  static let name: StaticString = "Back office"
  static let version: StaticString = "1.0.0"
  static let summary: StaticString =
    "Backlog, turnaround and cut-offs, month-end, the age of cases and the ones that will be late."
  static var settingsSchema: String? { Settings.schema }

  /// The desk of one queue, ready to be planned.
  struct Desk {
    var queue: String
    var types: [CaseType]
    var demands: [CaseDemand]
    /// Share of each type that comes after its cut-off; nil: by the hours in which cases come.
    var afterCutOff: [Double?]
    var hourWeights: HourWeights
    var backlog: [OpeningBacklog]
    var productiveHours: Double?
    var people: Double?
    var calendar: WorkCalendar
  }

  let desks: [Desk]

  init(_ configuration: PluginConfiguration, host: HostServices) throws(PluginFailure) {
    let settings = try configuration.decode(Settings.self)
    var desks: [Desk] = []
    for (i, desk) in (settings.desks ?? []).enumerated() {
      desks.append(try Self.read(desk, "desks[\(i)]", configuration.centre))
    }
    self.desks = desks
  }

  private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  private static func read(
    _ desk: Settings.Desk, _ path: String, _ centre: CentreInfo
  ) throws(PluginFailure) -> Desk {
    let open = (desk.openWeekdays ?? ["mon", "tue", "wed", "thu", "fri"])
      .compactMap { weekdays.firstIndex(of: $0) }.map { Weekday.allCases[$0] }
    guard !open.isEmpty else { throw .setting("\(path).open_weekdays", "names no day") }
    let calendar = WorkCalendar(
      openWeekdays: open,
      holidays: Set(
        centre.holidays.filter { desk.calendar == nil || $0.calendar == desk.calendar }
          .compactMap { CivilDate($0.date) }))
    var types: [CaseType] = []
    var demands: [CaseDemand] = []
    var backlog: [OpeningBacklog] = []
    for (k, kind) in desk.types.enumerated() {
      let place = "\(path).types[\(k)]"
      var cutOff: Int?
      if let text = kind.cutOff {
        let parts = text.split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, (0...24).contains(parts[0]), (0..<60).contains(parts[1]) else {
          throw .setting("\(place).cut_off", "is not a time of day such as 15:00: \(text)")
        }
        cutOff = parts[0] * 60 + parts[1]
      }
      try check(kind, place)
      var dates: [CivilDate: Double] = [:]
      for (text, factor) in kind.dates ?? [:] {
        dates[try settingDate(text, "\(place).dates.\(text)")] = factor
      }
      types.append(
        CaseType(
          name: kind.name, minutes: kind.minutes, turnaroundDays: kind.turnaroundDays,
          cutOffMinute: cutOff, steps: kind.steps ?? 1, rework: kind.rework ?? 0,
          checkMinutes: kind.checkMinutes, skill: kind.skill, checkSkill: kind.checkSkill))
      demands.append(
        CaseDemand(
          base: kind.perDay, weekdays: kind.weekdayFactors ?? [],
          monthStart: kind.monthStart ?? [], monthEnd: kind.monthEnd ?? [],
          quarterEnd: kind.quarterEnd ?? 1, closedShare: kind.closedShare ?? 0, dates: dates))
      backlog += (kind.backlog ?? []).map {
        OpeningBacklog(type: k, cases: $0.cases, daysLeft: $0.daysLeft)
      }
    }
    guard desk.firstHour == nil || desk.hourWeights != nil else {
      throw .setting("\(path).first_hour", "says where hour_weights begin, and there are none")
    }
    return Desk(
      queue: desk.queue, types: types, demands: demands,
      afterCutOff: desk.types.map { $0.cutOff == nil ? 0 : $0.afterCutOff },
      hourWeights: try hourWeights(
        desk.hourWeights, from: desk.firstHour, "\(path).hour_weights"), backlog: backlog,
      productiveHours: desk.productiveHours, people: desk.people, calendar: calendar)
  }

  /// Settings that would have no effect, or say one thing twice.
  private static func check(_ kind: Settings.CaseKind, _ place: String) throws(PluginFailure) {
    if kind.afterCutOff != nil, kind.cutOff == nil {
      throw .setting("\(place).after_cut_off", "has no effect without cut_off")
    }
    if kind.checkSkill != nil, kind.checkMinutes == nil {
      throw .setting("\(place).check_skill", "has no effect without check_minutes")
    }
    if let steps = kind.steps, steps > 1, kind.checkMinutes != nil {
      throw .setting(
        "\(place).steps", "and check_minutes both add work to a case: give the check once")
    }
  }

  /// The cases of a desk, day by day: those of the settings, or as many as `intake` has on a day, of the
  /// same kinds.
  func arrivals(_ desk: Desk, _ dates: [CivilDate], _ intake: Intake) -> [CaseArrivals] {
    dates.flatMap { date in
      let kinds = desk.kinds(on: date, received: intake.cases[date])
      return kinds.enumerated().map { k, cases in
        CaseArrivals(
          date: date, type: k, cases: cases,
          afterCutOff: desk.afterCutOff[k]
            ?? intake.share(after: desk.types[k].cutOffMinute ?? 1440, on: date))
      }
    }
  }

  /// The desk's plan over `dates`; hours a day from the settings, else as given. With `skill`, of the work
  /// that needs it.
  func plan(
    _ desk: Desk, _ dates: [CivilDate], hours: Double, _ intake: Intake, skill: String? = nil,
    workedHours: [CivilDate: Double]? = nil
  ) -> CasePlan {
    let longest = desk.types.reduce(1) { max($0, $1.turnaroundDays) }
    var lookahead: [CivilDate] = []
    if let last = dates.last, let end = desk.calendar.day(longest, after: last + 1) {
      lookahead = (1...max(1, end - last)).map { last + $0 }
    }
    return CasePlan(
      types: desk.types, arrivals: arrivals(desk, dates + lookahead, intake),
      backlog: desk.backlog, dates: dates, lookahead: lookahead, calendar: desk.calendar,
      productiveHours: max(0.1, (desk.productiveHours ?? hours) - desk.reserveHours),
      people: skill == nil ? desk.people : nil, skill: skill, workedHours: workedHours)
  }
}

extension BackOfficePlugin.Desk {
  /// Cases of each type on a working day: those that the settings expect; where another number is
  /// received in all, that many in the same proportions, or in those of an ordinary day where none are
  /// expected.
  func kinds(on date: CivilDate, received: Double?) -> [Double] {
    let expected = demands.map { $0.expected(on: date, calendar).cases }
    let total = expected.reduce(0, +)
    // A forecast is written with three decimals an interval.
    guard let received, abs(received - total) > 0.0005 * 96 else { return expected }
    let mix = total > 0 ? expected : demands.map(\.base)
    let whole = mix.reduce(0, +)
    return mix.map { whole > 0 ? received * $0 / whole : 0 }
  }
}

@c(muster_plugin_main)
public func musterPluginMain(
  _ host: UnsafePointer<muster_host>, _ out: UnsafeMutablePointer<muster_plugin>
) -> muster_status {
  exportPlugin(BackOfficePlugin.self, host: host, into: out)
}
