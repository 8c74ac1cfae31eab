import CivilTime
import OffshoreShiftsModel
import Testing

@Suite("Pay, worked numbers")
struct GoldenPayTests {
  /// Rows of the multiplier table: holidays and rest day of Wednesday 18 November 2026.
  static let table: [(name: String, kinds: [String], rest: Bool, rates: [Double])] = [
    ("ordinary", [], false, [1.00, 1.25, 1.10, 1.375]),
    ("rest day", [], true, [1.30, 1.69, 1.43, 1.859]),
    ("special", ["special_nonworking"], false, [1.30, 1.69, 1.43, 1.859]),
    ("special on rest day", ["special_nonworking"], true, [1.50, 1.95, 1.65, 2.145]),
    ("regular", ["regular"], false, [2.00, 2.60, 2.20, 2.86]),
    ("regular on rest day", ["regular"], true, [2.60, 3.38, 2.86, 3.718]),
    ("double regular", ["regular", "regular"], false, [3.00, 3.90, 3.30, 4.29]),
    ("double regular on rest day", ["regular", "regular"], true, [3.90, 5.07, 4.29, 5.577]),
    ("special working", ["special_working"], false, [1.00, 1.25, 1.10, 1.375]),
  ]

  @Test("the Philippine multiplier table", arguments: table.indices)
  func multipliers(row: Int) throws {
    let (name, kinds, rest, rates) = Self.table[row]
    let engine = try engine(
      "philippines", holidays: kinds.map { "2026-11-18 \($0)" })
    let restDays = rest ? ["2026-11-18"] : []
    // First eight hours by day and by night; then overtime by day and by night.
    let early = try work(
      engine, ["2026-11-18 00:00 to 2026-11-18 10:00 meal 04:00-05:00"], restDays: restDays)
    let late = try work(
      engine, ["2026-11-18 13:00 to 2026-11-18 24:00 meal 16:00-17:00"], restDays: restDays)
    let zone = engine.clock.zone
    func factor(_ work: AgentWork, _ clock: String) throws -> Double? {
      engine.price(work).line(
        at: try #require(WorkText.instant("2026-11-18 \(clock)", zone: zone)))?
        .factor
    }
    let found = [
      try factor(early, "07:00"), try factor(early, "09:30"), try factor(early, "02:00"),
      try factor(late, "23:00"),
    ]
    for (found, expected) in zip(found, rates) {
      #expect(abs((found ?? 0) - expected) < 1e-12, "\(name): \(found ?? 0), not \(expected)")
    }
  }

  static let night = "2026-12-24 22:00 to 2026-12-25 07:00 meal 02:00-03:00"
  static let christmas = ["2026-12-24 special_nonworking", "2026-12-25 regular"]
  static let wage = Wage.monthly(22_000, divisorDays: 261, hoursPerDay: 8)

  @Test("Christmas night in Manila: PHP 2,005.29 by the clock, 1,430.00 by the start of the shift")
  func christmasNight() throws {
    let clock = try engine("philippines", holidays: Self.christmas)
    let start = try engine("philippines", holidays: Self.christmas, attribution: .shiftStart)
    let ordinary = try engine("philippines")
    #expect(abs(Self.wage.hourly - 126.4368) < 5e-5)
    let hours = try [clock, start, ordinary].map { engine in
      engine.price(try work(engine, [Self.night])).basicHours
    }
    #expect(hours.map { ($0 * 1e6).rounded() / 1e6 } == [15.86, 11.31, 8.70])
    #expect(hours.map { cents($0 * Self.wage.hourly) } == [200_529, 143_000, 110_000])
  }

  @Test("every paid minute of it names its rules")
  func explained() throws {
    let engine = try engine("philippines", holidays: Self.christmas)
    let pay = engine.price(try work(engine, [Self.night]))
    let zone = engine.clock.zone
    let at = try #require(WorkText.instant("2026-12-25 03:30", zone: zone))
    #expect(pay.line(at: at)?.parts.map(\.rule) == ["PH-REGULAR", "PH-NIGHT"])
    let meal = try #require(WorkText.instant("2026-12-25 02:30", zone: zone))
    #expect(pay.line(at: meal) == nil)
    #expect(pay.nightHours == 7 && pay.holidayHours == 8 && pay.paidHours == 8)
  }

  @Test("a holiday that nobody works: paid once, twice when double, special days not at all")
  func unworked() throws {
    let engine = try engine(
      "philippines",
      holidays: ["2020-04-09 regular", "2020-04-09 regular", "2020-04-10 regular"]
        + ["2020-04-11 special_nonworking"])
    let idle = AgentWork(agent: "A1", shifts: [])
    let days = engine.unworkedHolidays(idle, in: try date("2020-04-06")...date("2020-04-12"))
    #expect(days.map(\.days) == [2, 1])
    #expect(days.map(\.rule) == ["PH-DOUBLE", "PH-REGULAR"])
  }

  @Test("cost-of-living allowance: doubled on regular holidays, none in overtime, plain elsewhere")
  func allowance() throws {
    let day = "2026-11-18 08:00 to 2026-11-18 19:00 meal 12:00-13:00"
    for (kinds, rest, hours) in [
      (["regular"], false, 16.0), (["regular"], true, 16), (["regular", "regular"], false, 24),
      (["special_nonworking"], false, 8), ([], true, 8),
    ] {
      let engine = try engine("philippines", holidays: kinds.map { "2026-11-18 \($0)" })
      let pay = engine.price(try work(engine, [day], restDays: rest ? ["2026-11-18"] : []))
      #expect(pay.allowanceHours == hours)
      #expect(pay.overtimeHours == 2)
    }
  }

  @Test("California: 13 hours are 16 paid hours; each missed meal and rest one more")
  func california() throws {
    let engine = try engine("us-california")
    let kept = "2026-11-18 06:00 to 2026-11-18 20:00 meal 10:30-11:00 meal 15:30-16:00"
    let breaks = " break 08:00-08:10 break 13:00-13:10 break 18:00-18:10"
    #expect(engine.price(try work(engine, [kept + breaks])).basicHours == 16)
    #expect(engine.price(try work(engine, [kept])).basicHours == 17)
    let nothing = "2026-11-18 06:00 to 2026-11-18 19:00"
    let pay = engine.price(try work(engine, [nothing]))
    #expect(pay.basicHours == 18 && pay.penaltyHours == 2)
    #expect(Set(pay.extras.map(\.rule)) == ["CA-MEAL-1", "CA-REST"])
  }

  @Test("California: waivers up to six and up to twelve hours")
  func waivers() throws {
    let engine = try engine("us-california")
    let six = "2026-11-18 06:00 to 2026-11-18 12:00 break 08:00-08:10"
    #expect(engine.price(try work(engine, [six])).penaltyHours == 1)
    #expect(engine.price(try work(engine, [six], traits: ["meal-waiver"])).penaltyHours == 0)
    let longer = "2026-11-18 06:00 to 2026-11-18 12:01 break 08:00-08:10 break 11:00-11:10"
    #expect(engine.price(try work(engine, [longer], traits: ["meal-waiver"])).penaltyHours == 1)
  }

  @Test("Colombia: Sunday night 2.25, Sunday night overtime 2.65")
  func colombia() throws {
    let engine = try engine("colombia")
    let shift = "2026-11-15 10:00 to 2026-11-15 23:00 meal 14:00-15:00"
    let pay = engine.price(try work(engine, [shift]))
    func factor(_ clock: String) throws -> Double? {
      pay.line(
        at: try #require(WorkText.instant("2026-11-15 \(clock)", zone: engine.clock.zone)))?.factor
    }
    for (clock, expected) in [("19:30", 2.25), ("21:30", 2.65), ("12:00", 1.90)] {
      #expect(abs((try factor(clock) ?? 0) - expected) < 1e-12, "\(clock)")
    }
  }

  @Test("the US workweek is 168 fixed hours: a shift over its end is split")
  func workweek() throws {
    let engine = try engine("us-federal")
    let days = (16...20).map { "2026-11-\($0) 08:00 to 2026-11-\($0) 16:00" }
    // Saturday 20:00 to Sunday 04:00: four hours are overtime, four begin the next week.
    let pay = engine.price(try work(engine, days + ["2026-11-21 20:00 to 2026-11-22 04:00"]))
    #expect(pay.overtimeHours == 4)
    #expect(pay.basicHours == 50)
  }

  @Test("what lies before the period counts but is not paid again")
  func carriedHours() throws {
    let engine = try engine("us-federal")
    let days = (16...20).map { "2026-11-\($0) 08:00 to 2026-11-\($0) 17:00" }
    let work = try work(engine, days)
    let from = try #require(WorkText.instant("2026-11-20 00:00", zone: engine.clock.zone))
    let pay = engine.price(work, from: from)
    #expect(pay.paidHours == 9)
    #expect(pay.basicHours == 4 + 5 * 1.5)
  }
}

/// An amount of money in whole cents.
func cents(_ amount: Double) -> Int { Int((amount * 100).rounded()) }
