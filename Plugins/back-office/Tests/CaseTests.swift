import BackOfficeModel
import CivilTime
import Testing
import Workloads

private func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

@Suite struct ClearingTests {
  @Test func aBacklogOf200IsClearedInFiveDaysByTen() {
    let type = CaseType(name: "invoice", minutes: 25, turnaroundDays: 5)
    let perHead = type.casesPerDay(productiveHours: 5.5)
    #expect(abs(perHead - 13.2) < 1e-9)
    let clearing = Clearing(
      backlog: 200, arrivalsPerDay: 80, days: 5, casesPerPersonAndDay: perHead)
    #expect(clearing.casesPerDay == 120)
    #expect(abs(clearing.people - 9.09) < 0.005)
    #expect(wholeUp(clearing.people) == 10)
  }

  @Test func everyStepAndPassIsWork() {
    let type = CaseType(name: "claim", minutes: 30, turnaroundDays: 2, steps: 2, rework: 0.2)
    #expect(abs(type.hoursPerCase - 1.25) < 1e-12)
  }
}

@Suite struct CasePlanTests {
  /// Seven working days from Monday 1 March 2027 on a calendar that works every day.
  func plan(people: Double? = nil) throws -> CasePlan {
    let everyDay = WorkCalendar(openWeekdays: Weekday.allCases)
    let first = try date("2027-03-01")
    let cases = [100.0, 100, 300, 400, 150, 100, 100]
    // 24 cases per person and day: 20 minutes each in 8 hours.
    return CasePlan(
      types: [CaseType(name: "case", minutes: 20, turnaroundDays: 2)],
      arrivals: cases.enumerated().map {
        CaseArrivals(date: first + $0.offset, type: 0, cases: $0.element)
      },
      dates: (0..<7).map { first + $0 }, calendar: everyDay, productiveHours: 8, people: people)
  }

  @Test func tenPeopleSufficeWhereThePeakAsksForSeventeen() throws {
    let plan = try plan()
    #expect(abs(plan.level - 9.722) < 0.001)
    #expect(plan.people == 10)
    #expect(abs(plan.naivePeak - 16.67) < 0.01)
    #expect(abs(plan.naiveMean - 7.44) < 0.01)
    #expect(plan.bindingFrom == (try date("2027-03-03")))
    #expect(plan.bindingTo == (try date("2027-03-04")))
  }

  @Test func theBacklogPeaksAt220CasesAndNothingIsLate() throws {
    let plan = try plan()
    let peak = plan.days.map { $0.backlogHours * 3 }.max() ?? 0
    #expect(abs(peak - 220) < 1e-6)
    #expect(plan.isInTime)
  }

  /// With the hours of a roster in the place of level staff: what is late is late for good.
  @Test func aRosterThatIsTooSmallIsSeen() throws {
    let first = try date("2027-03-01")
    let everyDay = WorkCalendar(openWeekdays: Weekday.allCases)
    let plan = CasePlan(
      types: [CaseType(name: "case", minutes: 60, turnaroundDays: 1)],
      arrivals: (0..<3).map { CaseArrivals(date: first + $0, type: 0, cases: 10) },
      dates: (0..<3).map { first + $0 }, calendar: everyDay, productiveHours: 8,
      workedHours: [first: 6, first + 2: 12])
    // 10 h due each day; 6, none and 12 worked: 4 late, then 10 more, then 14 + 10 - 12.
    #expect(plan.days.map(\.overdueHours) == [4, 14, 12])
    #expect(plan.days.map(\.backlogHours) == [4, 14, 12])
    #expect(abs(plan.level - 1.25) < 1e-9)
  }

  @Test func theMeanWouldBreach() throws {
    let plan = try plan(people: 7.44)
    #expect(!plan.isInTime)
    #expect(plan.days.contains { $0.overtimeHours > 0 })
  }

  @Test func theLevelIsTheLeastThatIsInTime() throws {
    let level = try plan().level
    #expect(try plan(people: level * 1.000001).isInTime)
    #expect(try !plan(people: level * 0.995).isInTime)
  }

  @Test func workIsNotPutOffToADayNobodyLooksAt() throws {
    let first = try date("2027-03-01")
    let types = [CaseType(name: "case", minutes: 60, turnaroundDays: 5)]
    let arrivals = (0..<12).map { CaseArrivals(date: first + $0, type: 0, cases: 80) }
    func level(_ lookahead: Int) -> CasePlan {
      CasePlan(
        types: types, arrivals: arrivals, dates: (0..<5).map { first + $0 },
        lookahead: (0..<lookahead).map { first + 5 + $0 }, calendar: WorkCalendar(),
        productiveHours: 8)
    }
    // 400 hours of which the last are due a week later: half the work could wait for ever.
    #expect(level(7).level > level(0).level)
    #expect(level(7).days.count == 5)
    #expect(level(7).naivePeak == 10)
  }

  @Test func ageAndTurnaroundSkipTheWeekend() throws {
    let calendar = WorkCalendar()
    let friday = try date("2027-03-05")
    let plan = CasePlan(
      types: [CaseType(name: "case", minutes: 60, turnaroundDays: 2)],
      arrivals: [CaseArrivals(date: friday, type: 0, cases: 16)],
      dates: (0..<5).map { friday + $0 }, calendar: calendar, productiveHours: 8, people: 1)
    #expect(plan.days.map(\.date) == [friday, friday + 3, friday + 4])
    #expect(plan.days[0].backlogHours == 8)
    #expect(plan.days[1].backlogHours == 0)
    #expect(plan.isInTime)
    #expect(plan.level == 1)
  }

  @Test func casesAfterTheCutOffHaveADayMore() throws {
    let first = try date("2027-03-01")
    func level(_ share: Double) -> Double {
      CasePlan(
        types: [CaseType(name: "case", minutes: 60, turnaroundDays: 1, cutOffMinute: 900)],
        arrivals: [CaseArrivals(date: first, type: 0, cases: 16, afterCutOff: share)],
        dates: [first, first + 1], calendar: WorkCalendar(), productiveHours: 8
      ).level
    }
    #expect(level(0) == 2)
    #expect(level(0.5) == 1)
  }

  @Test func openingBacklogCountsWithItsOwnDeadline() throws {
    let first = try date("2027-03-01")
    let plan = CasePlan(
      types: [CaseType(name: "case", minutes: 60, turnaroundDays: 5)], arrivals: [],
      backlog: [OpeningBacklog(type: 0, cases: 40, daysLeft: 2)], dates: [first, first + 1],
      calendar: WorkCalendar(), productiveHours: 8)
    #expect(plan.level == 2.5)
    #expect(plan.people == 3)
  }
}

@Suite struct WorkCalendarTests {
  @Test func daysAreCountedFromBothEndsOfTheMonth() throws {
    let calendar = WorkCalendar(holidays: [try date("2027-01-01")])
    let fourth = try #require(calendar.monthIndex(try date("2027-01-04")))
    #expect(fourth.fromStart == 1)
    let last = try #require(calendar.monthIndex(try date("2027-01-29")))
    #expect(last.fromEnd == -1)
    #expect(calendar.monthIndex(try date("2027-01-30")) == nil)
    #expect(calendar.isFirstAfterHoliday(try date("2027-01-04")))
    #expect(!calendar.isFirstAfterHoliday(try date("2027-01-11")))
  }

  @Test func monthEndQuarterEndAndPileUpMultiplyTheBase() throws {
    let demand = CaseDemand(
      base: 100, monthStart: [1.5], monthEnd: [2, 1.2], quarterEnd: 1.25, closedShare: 0.1)
    let calendar = WorkCalendar()
    #expect(demand.expected(on: try date("2027-03-31"), calendar).cases == 250)
    #expect(demand.expected(on: try date("2027-04-30"), calendar).cases == 200)
    // Monday after a weekend: 100 + 2 · 10.
    #expect(demand.expected(on: try date("2027-03-08"), calendar).cases == 120)
    #expect(demand.expected(on: try date("2027-03-06"), calendar).cases == 0)
    #expect(demand.expected(on: try date("2027-03-01"), calendar).drivers.first == "WD1")
  }
}
