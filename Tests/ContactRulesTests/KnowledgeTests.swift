import CivilTime
import ContactRules
import Diagnostics
import PluginSupport
import Testing

private let header =
  "id,jurisdiction,scope,day_class,start,end,cap_n,cap_window_h,cap_key,effective_from,"
  + "effective_to,authority,mark,sentence,unless"

private func book(_ lines: String...) throws -> RuleBook {
  RuleBook(
    try ContactRule.read(
      file: "rules.csv", bytes: Array(([header] + lines).joined(separator: "\n").utf8)))
}

private func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

@Suite struct KnowledgeTests {
  let places: Places
  let newYork: Zone

  init() throws {
    places = try ServiceRules.places()
    newYork = try ZoneDatabase.system.zone("America/New_York")
  }

  func sales() throws -> RuleBook {
    try book(
      "FED,US,sales,all,08:00,21:00,,,,,,Law,V,Eight to nine.,",
      "TX,US-TX,sales,mon-sat,09:00,21:00,,,,,,Law,V,Nine to nine.,",
      "UK,GB,sales,all,08:00,21:00,,,,,,Law,V,Eight to nine.,",
      "OLD,IE,sales,all,08:00,21:00,,,,,2020-12-31,Law,V,Once.,",
      "CAP,PH,sales,,,,3,24,person,,,Law,V,Three a day.,")
  }

  @Test(arguments: [
    ("US-TX", nil), ("US-CA", nil), ("GB-SCT", nil),
    ("FR", "no rule says when sales contacts may be made in FR"),
    ("US-QQ", "US-QQ is no place that is known"),
    ("US-TZ", "US-TZ is no place that is known"),
    ("US", "US is too wide: rules on sales contacts differ in its parts"),
    ("PH", "no rule says when sales contacts may be made in PH"),
    ("IE", "no rule on sales contacts in IE is in force from 2027-03-01 to 2027-03-07"),
  ])
  func aPlaceThatNobodyKnowsIsNamed(place: String, what: String?) throws {
    let gap = try sales().gap(
      scope: "sales", jurisdictions: [place], places: places, from: date("2027-03-01"),
      to: date("2027-03-07"))
    #expect(gap?.what == what)
    if place == "US-TZ" { #expect(gap?.maybe.contains("US-TX") == true) }
    if place == "FR" { #expect(gap?.maybe.contains("GB") == true) }
  }

  @Test func aKindOfContactThatNobodyKnowsIsNamed() throws {
    let gap = try sales().gap(scope: "sale", jurisdictions: ["US-TX"], places: places)
    #expect(gap?.what == "no rule speaks of contacts of the kind \"sale\"")
    #expect(gap?.maybe == "perhaps sales is meant")
    #expect(try sales().gap(scope: "sales", jurisdictions: [], places: places) != nil)
  }

  /// A rule about Monday to Friday says nothing of Saturday: nobody is called then.
  @Test func aDayOfWhichNoRuleSpeaksIsClosed() throws {
    let rules = try book("W,FR,sales,mon-fri,10:00,20:00,,,,,,Law,V,Weekdays.,")
    let paris = try ZoneDatabase.system.zone("Europe/Paris")
    let contact = ContactCase(scope: "sales", jurisdictions: ["FR"], zones: [paris])
    let monday = try date("2027-03-01")
    let hours = (0..<7).map { day in
      rules.windows(
        contact, from: paris.startOfDay(monday + day), to: paris.startOfDay(monday + day + 1)
      ).reduce(0) { $0 + ($1.end - $1.start) } / 3600
    }
    #expect(hours == [10, 10, 10, 10, 10, 0, 0])
  }

  /// Each of several places must be known, not only one of them.
  @Test func oneUnknownPlaceClosesAll() throws {
    let contact = ContactCase(scope: "sales", jurisdictions: ["US-TX", "FR"], zones: [newYork])
    let noon = newYork.resolve(try date("2027-03-01"), secondsOfDay: 43_200).first
    #expect(try sales().hoursAgainst(contact, at: noon) == [RuleBook.silence])
  }

  @Test func anExceptionIsNoSilence() throws {
    let rules = try book("X,PH,debt,all,06:00,22:00,,,,,,Law,V,Days.,consent=yes")
    let manila = try ZoneDatabase.system.zone("Asia/Manila")
    let night = manila.resolve(try date("2027-03-01"), secondsOfDay: 82_800).first
    var contact = ContactCase(scope: "debt", jurisdictions: ["PH"], zones: [manila])
    #expect(!rules.verdict(contact, at: night).isAllowed)
    contact.facts["consent"] = "yes"
    #expect(rules.verdict(contact, at: night).isAllowed)
  }

  @Test func everyPlaceHasItsZones() throws {
    #expect(places.known.keys.count { $0.hasPrefix("US-") } == 54)
    for zone in places.known.values.flatMap(\.zones) { _ = try ZoneDatabase.system.zone(zone) }
  }
}

@Suite struct LegalHolidayTests {
  let legal: LegalHolidays

  init() throws { legal = try ServiceRules.legalHolidays() }

  func isHoliday(_ text: String, _ place: String) throws -> Bool {
    let day = try date(text)
    return try #require(legal.dates(of: place, from: day, to: day)).contains(day)
  }

  /// Dates of published lists of restricted calling days: Independence Day 2015 was a Saturday, Pioneer
  /// Day 2022 a Sunday; Mardi Gras 2018 was 13 February.
  @Test(arguments: [
    ("2026-11-03", "US-PA", true), ("2026-11-03", "US-CA", false), ("2027-11-02", "US-PA", true),
    ("2026-11-03", "US-RI", true), ("2027-11-02", "US-RI", false), ("2026-06-14", "US-PA", true),
    ("2027-03-26", "US-PA", true), ("2027-03-26", "US-AL", false), ("2027-03-26", "US-LA", true),
    ("2026-06-19", "US-PA", false), ("2026-06-19", "US-CA", true),
    ("2015-07-03", "US-AL", true), ("2015-07-03", "US-LA", true), ("2015-07-03", "US-UT", true),
    ("2015-07-03", "US-MS", false), ("2015-07-03", "US-RI", false), ("2015-07-04", "US-MS", true),
    ("2015-07-06", "US-RI", true), ("2015-07-06", "US-AL", false),
    ("2022-07-25", "US-UT", true), ("2018-02-13", "US-LA", true), ("2026-12-25", "GB", false),
  ])
  func ofAPlace(date text: String, place: String, expected: Bool) throws {
    if place == "GB" {
      let day = try date(text)
      #expect(legal.dates(of: place, from: day, to: day) == nil)
    } else {
      #expect(try isHoliday(text, place) == expected)
    }
  }

  /// Easter Sundays of the almanac.
  @Test(arguments: [
    (1961, "1961-04-02"), (2000, "2000-04-23"), (2018, "2018-04-01"), (2024, "2024-03-31"),
    (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25"), (2100, "2100-03-28"),
  ])
  func easter(year: Int, expected: String) throws {
    #expect(YearlyDate("Easter")?.date(in: year) == (try date(expected)))
  }

  @Test(arguments: ["Someday", "sixth Monday of May", "first Tuesday after", "Easter minus 2", ""])
  func isNoDate(_ text: String) { #expect(YearlyDate(text) == nil) }

  @Test func aCalendarNamedAfterAPlaceCountsThereAlone() throws {
    var own = legal
    let day = try date("2027-03-03")
    own.add([day], to: "US-LA")
    #expect(own.dates(of: "US-LA", from: day, to: day)?.contains(day) == true)
    #expect(own.dates(of: "US-AL", from: day, to: day)?.contains(day) == false)
  }

  /// A Sunday in Alabama and Election Day in Pennsylvania: nobody is called.
  @Test func aRuleLooksAtItsOwnPlacesHolidays() throws {
    let rules = try book(
      "FED,US,sales,all,08:00,21:00,,,,,,Law,V,Eight to nine.,",
      "PA,US-PA,sales,holiday,closed,,,,,,,Law,V,No holidays.,",
      "AL,US-AL,sales,sun|holiday,closed,,,,,,,Law,V,No Sundays and holidays.,")
    let zone = try ZoneDatabase.system.zone("America/New_York")
    func hours(_ place: String, _ text: String) throws -> Int {
      let day = try date(text)
      var contact = ContactCase(scope: "sales", jurisdictions: [place], zones: [zone])
      contact.legalHolidays[place] = legal.dates(of: place, from: day, to: day)
      return rules.windows(contact, from: zone.startOfDay(day), to: zone.startOfDay(day + 1))
        .reduce(0) { $0 + ($1.end - $1.start) } / 3600
    }
    #expect(try hours("US-PA", "2026-11-03") == 0)
    #expect(try hours("US-PA", "2026-11-04") == 13)
    #expect(try hours("US-AL", "2026-11-03") == 13)
    #expect(try hours("US-AL", "2026-11-01") == 0)
    #expect(try hours("US-PA", "2026-11-01") == 13)
  }
}
