import CivilTime
import SampleCentres
import TestSupport
import Testing

@Suite struct HolidayRuleTests {
  @Test(arguments: [
    ("January 1", 2026, "2026-01-01"), ("third Monday of January", 2026, "2026-01-19"),
    ("last Monday of May", 2026, "2026-05-25"), ("fourth Thursday of November", 2026, "2026-11-26"),
    ("day after fourth Thursday of November", 2026, "2026-11-27"),
    ("first Monday of September", 2025, "2025-09-01"),
    ("last Sunday of February", 2024, "2024-02-25"),
    ("October 1 every 6 years from 2024", 2030, "2030-10-01"),
    ("first Sunday of June every 3 years from 2024", 2027, "2027-06-06"),
    ("December 25", 2027, "2027-12-25"), ("February 29", 2028, "2028-02-29"),
  ])
  func givesTheDate(text: String, year: Int, date: String) throws {
    let rule = try #require(HolidayRule(text))
    #expect(rule.date(in: year).map { "\($0)" } == date)
  }

  @Test(arguments: [
    "", "January", "Januar 1", "January 32", "sixth Monday of May", "third Mon of May",
    "third Monday in May", "25 December",
    "October 1 every 0 years from 2024", "October 1 every six years from 2024",
    "every 6 years from 2024",
  ])
  func refusesWhatIsNoRule(text: String) {
    #expect(HolidayRule(text) == nil)
  }

  @Test func someYearsHaveNone() {
    #expect(HolidayRule("February 29")?.date(in: 2027) == nil)
    for year in [2018, 2023, 2025, 2029] {
      #expect(HolidayRule("October 1 every 6 years from 2024")?.date(in: year) == nil)
    }
    #expect(HolidayRule("fifth Monday of February")?.date(in: 2027) == nil)
  }

  @Test func weekendsAreObservedBesideThem() throws {
    let saturday = try #require(CivilDate("2026-07-04"))
    #expect(observedDate(of: saturday).map { "\($0)" } == "2026-07-03")
    #expect(observedDate(of: saturday + 1).map { "\($0)" } == "2026-07-06")
    #expect(observedDate(of: saturday - 1) == nil)
  }

  /// The dates of an independent source, over all years it has.
  @Test func federalHolidaysAgreeWithAnIndependentList() throws {
    guard let sharedFolder else { return skipped("no shared data: list of holidays") }
    let list = try HolidayCalendar(path: "\(sharedFolder)/data/holidays.csv").calendar("US")
    let profile = try #require(try builtInProfiles().first { $0.kind == "inbound" })
    for year in [2003, 2015, 2016, 2017, 2018, 2019, 2020] {
      let ours = Set(profile.holidays(in: year).map(\.date))
      let theirs = Set(list.holidays.map(\.date).filter { $0.year == year })
      // Juneteenth became a holiday in 2021; New Year's Day may be observed in the year before.
      let june = try #require(CivilDate(year: year, month: 6, day: 19))
      let new = Set([june - 1, june, june + 1])
      let lastDay = try #require(CivilDate(year: year, month: 12, day: 31))
      #expect(
        ours.subtracting(new).subtracting([lastDay]) == theirs.subtracting([lastDay]), "\(year)")
    }
  }
}
