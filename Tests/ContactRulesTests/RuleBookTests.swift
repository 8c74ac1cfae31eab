import CivilTime
import ContactRules
import Diagnostics
import Testing

private let header =
  "id,jurisdiction,scope,day_class,start,end,cap_n,cap_window_h,cap_key,effective_from,"
  + "effective_to,authority,mark,sentence"

private func rules(_ lines: String...) throws -> [ContactRule] {
  try ContactRule.read(
    file: "rules.csv", bytes: Array(([header] + lines).joined(separator: "\n").utf8))
}

private func instant(_ zone: Zone, _ date: String, _ seconds: Int) throws -> Instant {
  zone.resolve(try #require(CivilDate(date)), secondsOfDay: seconds).first
}

@Suite struct RuleBookTests {
  let newYork: Zone
  let losAngeles: Zone
  let manila: Zone

  init() throws {
    newYork = try ZoneDatabase.system.zone("America/New_York")
    losAngeles = try ZoneDatabase.system.zone("America/Los_Angeles")
    manila = try ZoneDatabase.system.zone("Asia/Manila")
  }

  func dialling() throws -> RuleBook {
    RuleBook(try rules("W,US,,all,08:00,21:00,,,,,,Law,V,Eight to nine."))
  }

  /// 08:00-21:00 local, seen on Manila's clock.
  @Test(arguments: [
    ("America/New_York", "21:00-10:00", "20:00-09:00"),
    ("America/Chicago", "22:00-11:00", "21:00-10:00"),
    ("America/Denver", "23:00-12:00", "22:00-11:00"),
    ("America/Phoenix", "23:00-12:00", "23:00-12:00"),
    ("America/Los_Angeles", "00:00-13:00", "23:00-12:00"),
    ("America/Anchorage", "01:00-14:00", "00:00-13:00"),
    ("Pacific/Honolulu", "02:00-15:00", "02:00-15:00"),
  ])
  func diallingFromManila(zone: String, winter: String, summer: String) throws {
    let book = try dialling()
    for (date, clock) in [("2027-01-13", winter), ("2027-07-14", summer)] {
      let there = try ZoneDatabase.system.zone(zone)
      let contact = ContactCase(scope: "", jurisdictions: ["US"], zones: [there])
      let day = try #require(CivilDate(date))
      let windows = book.windows(
        contact, from: there.startOfDay(day), to: there.startOfDay(day + 1))
      let window = try #require(windows.first)
      #expect(windows.count == 1)
      let text =
        clockText(manila.local(at: window.start).secondsOfDay) + "-"
        + clockText(manila.local(at: window.end).secondsOfDay)
      #expect(text == clock)
      #expect(window.rules == ["W"])
    }
  }

  @Test(arguments: [("2027-01-13", 18, "21:00", "15:00"), ("2027-07-14", 19, "20:00", "15:00")])
  func unionAndIntersectionSeenFromManila(date: String, hours: Int, from: String, to: String) throws
  {
    let book = try dialling()
    let names = [
      "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
      "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu",
    ]
    let day = try #require(CivilDate(date))
    // One day of Manila's clock, from noon to noon.
    let noon = manila.resolve(day, secondsOfDay: 43_200).first
    var open: Set<Int> = []
    var allOpen: Set<Int>?
    for name in names {
      let zone = try ZoneDatabase.system.zone(name)
      let contact = ContactCase(scope: "", jurisdictions: ["US"], zones: [zone])
      var own: Set<Int> = []
      for window in book.windows(contact, from: noon, to: noon + 86_400) {
        for minute in stride(from: window.start - noon, to: window.end - noon, by: 60) {
          own.insert(minute / 60)
        }
      }
      open.formUnion(own)
      if name.hasPrefix("America"), name != "America/Anchorage" {
        allOpen = allOpen?.intersection(own) ?? own
      }
    }
    #expect(open.count == hours * 60)
    // The closed stretch ends where the day begins.
    let closed = (0..<1440).filter { !open.contains($0) }
    let first = try #require(closed.first)
    let last = try #require(closed.last)
    #expect(clockText(manila.local(at: noon + first * 60).secondsOfDay) == to)
    #expect(clockText(manila.local(at: noon + (last + 1) * 60).secondsOfDay) == from)
    if date == "2027-01-13" {
      let together = try #require(allOpen).sorted()
      #expect(together.count == 600)
      #expect(clockText(manila.local(at: noon + together[0] * 60).secondsOfDay) == "00:00")
    }
  }

  @Test func everyCandidateZoneMustAllowIt() throws {
    let contact = ContactCase(scope: "", jurisdictions: ["US"], zones: [newYork, losAngeles])
    let day = try #require(CivilDate("2027-03-01"))
    let windows = try dialling().windows(
      contact, from: newYork.startOfDay(day), to: newYork.startOfDay(day + 1))
    let window = try #require(windows.first)
    #expect(windows.count == 1)
    #expect(newYork.local(at: window.start).clock == "11:00")
    #expect(newYork.local(at: window.end).clock == "21:00")
  }

  @Test func onTheDayTheClocksChangeTheWindowIsAnHourShorterInUTC() throws {
    let book = RuleBook(try rules("N,US,,all,00:00,08:00,,,,,,Law,V,Night."))
    let contact = ContactCase(scope: "", jurisdictions: ["US"], zones: [newYork])
    for (date, hours) in [("2027-03-14", 7), ("2027-11-07", 9), ("2027-03-15", 8)] {
      let day = try #require(CivilDate(date))
      let windows = book.windows(
        contact, from: newYork.startOfDay(day), to: newYork.startOfDay(day + 1))
      #expect(windows.reduce(0) { $0 + ($1.end - $1.start) } == hours * 3600)
    }
  }

  @Test func datesOfEffectAreInclusive() throws {
    let book = RuleBook(
      try rules(
        "D,US,,all,closed,,,,,2027-03-02,2027-03-03,Law,V,Two days.",
        "O,US,,all,08:00,21:00,,,,,,Law,V,Else open."))
    let contact = ContactCase(scope: "", jurisdictions: ["US"], zones: [newYork])
    let allowed = try (1...4).map {
      try book.verdict(contact, at: instant(newYork, "2027-03-0\($0)", 43_200)).isAllowed
    }
    #expect(allowed == [true, false, false, true])
  }

  @Test func aRuleOfTheCountryHoldsInItsStatesAndNotElsewhere() throws {
    let book = try dialling()
    let night = try instant(newYork, "2027-03-01", 82_800)
    func allowed(_ jurisdiction: String) -> Bool {
      book.verdict(
        ContactCase(scope: "", jurisdictions: [jurisdiction], zones: [newYork]), at: night
      ).isAllowed
    }
    #expect(!allowed("US-NY"))
    let noon = try instant(newYork, "2027-03-01", 43_200)
    func atNoon(_ jurisdiction: String) -> [String] {
      book.hoursAgainst(
        ContactCase(scope: "", jurisdictions: [jurisdiction], zones: [newYork]), at: noon)
    }
    #expect(atNoon("US-NY").isEmpty)
    // Where no rule says anything, nothing is allowed.
    #expect(atNoon("USX") == [RuleBook.silence])
    #expect(atNoon("GB") == [RuleBook.silence])
  }

  @Test func anOverrideReplacesTheWholeRule() throws {
    let shipped = try rules(
      "A,US,,mon-fri,08:00,21:00,,,,,,Law,V,Long.", "A,US,,sat|sun,09:00,21:00,,,,,,,V,",
      "B,US,,all,08:00,21:00,,,,,,Law,V,Other.")
    let own = try rules("A,US,,all,10:00,18:00,,,,,,Us,M,Ours.", "C,US,,all,closed,,,,,,,Us,M,New.")
    let merged = ContactRule.merge(shipped, overrides: own)
    #expect(merged.map(\.id) == ["A", "B", "C"])
    #expect(merged[0].clauses.count == 1)
    #expect(merged[0].mark == .unverified)
  }

  @Test(arguments: [
    ("X,US,,mon-fry,08:00,21:00,,,,,,Law,V,S", "day_class", 2),
    ("X,US,,all,8:00,21:00,,,,,,Law,V,S", "start", 2),
    ("X,US,,all,21:00,08:00,,,,,,Law,V,S", "end", 2),
    ("X,US,,all,08:00,21:00,x,24,p,,,Law,V,S", "cap_n", 2),
    ("X,US,,all,08:00,21:00,,,,01.03.2027,,Law,V,S", "effective_from", 2),
    ("X,US,,all,08:00,21:00,,,,,,Law,yes,S", "mark", 2),
  ])
  func wrongFieldsAreNamed(line: String, subject: String, number: Int) {
    #expect {
      try rules(line)
    } throws: { error in
      guard let problem = error as? Problem else { return false }
      return problem.subject == subject && problem.place?.line == number && problem.maybe != nil
        || subject == "cap_n" && (error as? Problem)?.subject == subject
    }
  }

  @Test func twoDebtsOfOnePersonHaveTwoBudgets() throws {
    var rule = try rules("S,US,,,,,7,168,debt,,,Law,V,Seven.")[0]
    rule.caps[0].clock = .days
    let book = RuleBook([rule])
    let now = try instant(newYork, "2027-03-01", 43_200)
    let debts = (0..<2).map { _ in
      ContactCase(scope: "", jurisdictions: ["US"], zones: [newYork])
    }
    let left = debts.compactMap { book.left($0, at: now) }
    #expect(left.reduce(0, +) == 14)
  }
}
