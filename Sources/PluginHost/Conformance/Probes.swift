internal import CMusterPlugin
internal import PluginContract

/// The rows and questions that every plugin must bear.
enum Probes {
  /// Central European Time: a zone with summer time that every system has.
  static let zone = "CET"
  /// 2026-03-29, when its clocks go forward at 01:00 UTC, and 2026-10-25, when they go back.
  static let springForward: Int64 = 1_774_742_400
  static let fallBack: Int64 = 1_792_886_400
  /// 2026-11-23T00:00:00Z, a Monday.
  static let monday: Int64 = 1_795_392_000

  static let queue = QueueInfo(
    id: "probe", channel: "call", zone: zone, client: "client", site: "site",
    calendar: "calendar", intervalS: 900, shrinkage: 0.3, patienceS: 180, concurrency: 1)

  static let goal = GoalInfo(
    serviceLevel: 0.8, withinS: 20, asaS: 60, abandonment: 0.05, maxOccupancy: 0.9)

  static let centre = CentreInfo(
    id: "probe", zone: zone, intervalS: 900, asOfUnix: monday - 86_400, fromUnix: monday,
    toUnix: monday + 7 * 86_400,
    holidays: [
      HolidayInfo(calendar: "calendar", date: "2026-12-25", kind: "public", name: "Holiday")
    ])

  /// `count` rows of 15 minutes from `start`; the local offset changes at `change`.
  static func rows(
    from start: Int64, count: Int, volume: (Int) -> Double = { 20 + Double($0 % 40) },
    handling: Double = 240, change: (at: Int64, before: Int32, after: Int32)? = nil,
    closed: (Int) -> Bool = { _ in false }
  ) -> [muster_interval] {
    (0..<count).map { i in
      let at = start + Int64(i) * 900
      let offset = change.map { at < $0.at ? $0.before : $0.after } ?? 3600
      let contacts = closed(i) ? 0 : volume(i)
      return muster_interval(
        start_unix: at, length_s: 900, utc_offset_s: offset, volume: contacts,
        aht_s: handling, low80: contacts * 0.8, high80: contacts * 1.25,
        low95: contacts * 0.6, high95: contacts * 1.5, flags: closed(i) ? MUSTER_CLOSED : 0,
        reserved: 0)
    }
  }

  /// The named sets of rows a row hook is tried with.
  static var rowSets: [(name: String, rows: [muster_interval])] {
    [
      ("no rows", []),
      ("one row", rows(from: monday, count: 1)),
      ("a week", rows(from: monday, count: 672)),
      (
        "a day of 23 hours",
        rows(
          from: springForward - 3600, count: 92,
          change: (springForward + 3600, before: 3600, after: 7200))
      ),
      (
        "a day of 25 hours",
        rows(
          from: fallBack - 7200, count: 100,
          change: (fallBack + 3600, before: 7200, after: 3600))
      ),
      ("a closed day", rows(from: monday, count: 96, closed: { _ in true })),
      ("closed nights", closedNights),
      ("contacts that come at night", nightArrivals),
      ("no contacts", rows(from: monday, count: 96, volume: { _ in 0 })),
      ("no handling time", rows(from: monday, count: 96, handling: 0)),
      ("a millionth of a contact", rows(from: monday, count: 96, volume: { _ in 1e-6 })),
      ("a million contacts", rows(from: monday, count: 96, volume: { _ in 1e6 })),
      ("a year", rows(from: monday, count: 35_040)),
    ]
  }

  static var closedNights: [muster_interval] {
    rows(from: monday, count: 96, closed: { $0 < 32 || $0 >= 72 })
  }

  /// Closed nights in which contacts arrive all the same, as letters do.
  static var nightArrivals: [muster_interval] {
    closedNights.map { row in
      var row = row
      if row.flags & MUSTER_CLOSED != 0 {
        row.volume = 2
        row.low80 = 1
        row.high80 = 4
        row.low95 = 0
        row.high95 = 5
      }
      return row
    }
  }

  /// For a demand hook: the same rows, without volume.
  static func emptied(_ rows: [muster_interval]) -> [muster_interval] {
    rows.map { row in
      var row = row
      row.volume = 0
      row.aht_s = 0
      row.low80 = 0
      row.high80 = 0
      row.low95 = 0
      row.high95 = 0
      return row
    }
  }

  // MARK: - Plans

  /// A plan of `agents` agents who each work `days` shifts of eight hours.
  static func plan(agents: Int, days: Int) -> PlanInfo {
    guard agents > 0 else { return PlanInfo(centre: centre) }
    let shifts = (0..<agents).flatMap { a in
      (0..<days).map { d in shift("A\(a)", day: d, hour: 6 + a % 9) }
    }
    let intervals = (0..<days * 96).map { i in
      IntervalPlan(
        startUnix: monday + Int64(i) * 900, volume: 30, ahtS: 240, agents: agents / 3,
        scheduled: agents / 2, rostered: agents / 3, serviceLevel: 0.82, asaS: 14,
        abandonment: 0.02, occupancy: 0.85)
    }
    return PlanInfo(
      centre: centre, sites: [site],
      queues: [
        QueuePlan(
          id: "probe", channel: "call", zone: zone, client: "client", site: "site",
          intervals: intervals)
      ], agents: (0..<agents).map { agent("A\($0)") }, shifts: shifts)
  }

  static let site = SiteInfo(
    id: "site", zone: zone, jurisdiction: "", currency: "XXX", calendar: "calendar", seats: 50)

  static func agent(_ id: String) -> AgentInfo {
    AgentInfo(
      id: id, site: "site", contract: "full-time", skills: ["probe"], hourlyRate: 20,
      remote: id.hasSuffix("7"))
  }

  static func shift(_ agent: String, day: Int, hour: Int) -> Shift {
    let start = monday + Int64(day) * 86_400 + Int64(hour) * 3600
    let meal = start + 4 * 3600
    return Shift(
      id: "\(agent)-\(day)", agent: agent, site: "site", queue: "probe", client: "client",
      startUnix: start, endUnix: start + 9 * 3600,
      segments: [
        ShiftSegment(activity: "work", startUnix: start, endUnix: meal),
        ShiftSegment(activity: "meal", startUnix: meal, endUnix: meal + 3600),
        ShiftSegment(activity: "work", startUnix: meal + 3600, endUnix: start + 9 * 3600),
      ])
  }

  static var shifts: [Shift] { (0..<5).map { shift("A0", day: $0, hour: 8) } }
}
