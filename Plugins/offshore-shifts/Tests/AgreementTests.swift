import CivilTime
import OffshoreShiftsModel
import Testing

@Suite("Pay engine against a plain one")
struct AgreementTests {
  struct Place: Sendable {
    var file: String
    var state: String?
    var kinds: [String]
    var traits: [String]
  }

  static let places: [Place] = [
    Place(
      file: "philippines", kinds: ["regular", "special_nonworking", "special_working"],
      traits: ["compressed-week"]),
    Place(file: "india", kinds: ["public"], traits: ["woman"]),
    Place(file: "india", state: "delhi", kinds: ["public"], traits: ["woman"]),
    Place(file: "india", state: "tamil-nadu", kinds: ["public"], traits: []),
    Place(file: "mexico", kinds: ["public"], traits: []),
    Place(file: "colombia", kinds: ["public"], traits: []),
    Place(file: "us-federal", kinds: ["public"], traits: ["exempt"]),
    Place(file: "us-california", kinds: ["public"], traits: ["exempt", "meal-waiver"]),
    Place(file: "united-kingdom", kinds: ["bank"], traits: ["opt-out"]),
    Place(
      file: "australia", kinds: ["public"], traits: ["casual", "shiftworker", "averaged-hours"]),
    Place(
      file: "south-africa", kinds: ["public", "observed"],
      traits: ["sunday-ordinary", "night-allowance", "six-day-week", "meal-30"]),
  ]

  /// Clocks that change by an hour either way, by half an hour, or not at all.
  static let clocks = [
    "America/New_York", "Europe/London", "Australia/Sydney", "Australia/Lord_Howe", "Asia/Kolkata",
  ]

  /// Days around which something changes: clocks, rules, years.
  static let focus = [
    "2026-03-08", "2026-11-01", "2027-03-14", "2027-11-07", "2027-03-28", "2027-10-31",
    "2027-04-04", "2027-10-03", "2026-07-01", "2026-07-15", "2025-12-25", "2027-01-01",
    "2027-07-01", "2025-11-21", "2028-01-01",
  ]

  @Test("100,000 random shifts, every minute the same", arguments: places.indices)
  func agree(index: Int) throws {
    let place = Self.places[index]
    let file = try #require(ShippedRules.files.first { $0.name == place.file + ".toml" })
    let jurisdiction = try ShippedRules.jurisdiction(place.file)
    let zones = try ([jurisdiction.exampleZone, jurisdiction.exampleZone] + Self.clocks).map(zone)
    let days = try Self.focus.map(date)
    let evaluator = PlainEvaluator(file: file.bytes, state: place.state)
    var random = Random(seed: 7_000 + UInt64(index))
    var shifts = 0
    var paid = 0
    while shifts < 10_000 {
      let zone = zones[Int.random(in: 0..<zones.count, using: &random)]
      let first =
        days[Int.random(in: 0..<days.count, using: &random)]
        - Int.random(in: 0...12, using: &random)
      let holidays = randomHolidays(place.kinds, first, &random)
      let attribution: Jurisdiction.Attribution? =
        [nil, nil, .shiftStart, .clock, .greaterPart][Int.random(in: 0..<5, using: &random)]
      let engine = PayEngine(
        jurisdiction, state: place.state, clock: SiteClock(zone), holidays: WorkHolidays(holidays),
        attribution: attribution)
      var byDay: [Int: [String]] = [:]
      for holiday in holidays { byDay[holiday.date.dayNumber, default: []].append(holiday.kind) }
      let plain = evaluator.with(
        holidays: byDay, attribution: attribution?.rawValue,
        offset: { zone.offsetSeconds(at: Instant(seconds: $0)) })
      // One set of rules serves several agents.
      for _ in 0..<6 {
        let work = randomWork(first, zone, place.traits, &random)
        shifts += work.shifts.count
        paid += try compare(engine.price(work), plain.minutes(of: work))
      }
    }
    #expect(paid > 1_000_000)
  }

  private func compare(
    _ pay: AgentPay, _ plain: (minutes: [PlainEvaluator.Minute], penaltyHours: Double)
  ) throws -> Int {
    var next = 0
    for line in pay.lines {
      var t = line.start.seconds
      while t < line.end.seconds {
        guard next < plain.minutes.count else { throw Disagreement() }
        let minute = plain.minutes[next]
        if minute.start != t || abs(minute.factor - line.factor) > 1e-9
          || minute.isOvertime != line.isOvertime
        {
          Issue.record("\(Instant(seconds: t)): \(line) but \(minute)")
          throw Disagreement()
        }
        next += 1
        t += 60
      }
    }
    try #require(next == plain.minutes.count)
    try #require(pay.penaltyHours == plain.penaltyHours)
    return next
  }

  private struct Disagreement: Error {}

  private func randomHolidays(
    _ kinds: [String], _ first: CivilDate, _ random: inout Random
  ) -> [(date: CivilDate, kind: String)] {
    (0..<Int.random(in: 0...5, using: &random)).flatMap { _ in
      let date = first + Int.random(in: -1...15, using: &random)
      let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
      return [(date, kind)] + (Bool.random(using: &random) ? [(date, kind)] : [])
    }
  }

  private func randomWork(
    _ first: CivilDate, _ zone: Zone, _ traits: [String], _ random: inout Random
  ) -> AgentWork {
    var shifts: [WorkShift] = []
    var restDays: Set<CivilDate> = []
    let length = Int.random(in: 1...14, using: &random)
    let skip = Int.random(in: 0...3, using: &random)
    let anchor = Int.random(in: 0..<1440, using: &random)
    for offset in 0..<length {
      let date = first + offset
      if skip > 0, Int.random(in: 0..<6, using: &random) < skip { continue }
      if Int.random(in: 0..<7, using: &random) == 0 { restDays.insert(date) }
      let step = Bool.random(using: &random) ? 15 : 1
      let minute = (anchor + Int.random(in: -90...90, using: &random) + 1440) % 1440 / step * step
      let start = zone.resolve(date, secondsOfDay: minute * 60).first
      let most = [180, 360, 480, 840][Int.random(in: 0..<4, using: &random)]
      let long = Int.random(in: 60...most, using: &random) / step * step
      if let last = shifts.last, start < last.end { continue }
      shifts.append(
        WorkShift(
          start: start, end: start + long * 60, pauses: randomPauses(start, long, &random)))
      // Now and then a second shift, of the same workday or of one of its own.
      if Int.random(in: 0..<6, using: &random) == 0 {
        let again = start + (long + Int.random(in: 30...720, using: &random)) * 60
        let more = Int.random(in: 30...300, using: &random)
        shifts.append(
          WorkShift(
            start: again, end: again + more * 60, pauses: randomPauses(again, more, &random)))
      }
    }
    return AgentWork(
      agent: "R", shifts: shifts, restDays: restDays,
      traits: Set(traits.filter { _ in Bool.random(using: &random) }))
  }

  private func randomPauses(
    _ start: Instant, _ minutes: Int, _ random: inout Random
  ) -> [Pause] {
    var pauses: [Pause] = []
    var at = Int.random(in: 20...240, using: &random)
    while at + 90 < minutes {
      let length = [10, 15, 20, 21, 29, 30, 59, 60, 75][Int.random(in: 0..<9, using: &random)]
      pauses.append(
        Pause(
          kind: Bool.random(using: &random) ? .meal : .break, start: start + at * 60,
          end: start + (at + length) * 60, paid: Int.random(in: 0..<4, using: &random) == 0))
      at += length + Int.random(in: 30...300, using: &random)
    }
    return pauses
  }
}
