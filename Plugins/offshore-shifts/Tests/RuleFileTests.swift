import CivilTime
import Diagnostics
import OffshoreShiftsModel
import Testing

@Suite("Rule files")
struct RuleFileTests {
  @Test("every shipped file reads, and each of its examples comes out as it says")
  func examples() throws {
    var count = 0
    for name in ShippedRules.names {
      let jurisdiction = try ShippedRules.jurisdiction(name)
      let zone = try zone(jurisdiction.exampleZone)
      for rule in jurisdiction.rules {
        for example in rule.examples {
          count += 1
          let failures = example.failures(of: rule, in: jurisdiction, zone: zone)
          #expect(failures.isEmpty, "\(rule.id): \(example.say): \(failures)")
        }
      }
    }
    #expect(count >= 200)
  }

  @Test("every rule carries an authority, a mark and a sentence that ends")
  func cards() throws {
    for name in ShippedRules.names {
      for rule in try ShippedRules.jurisdiction(name).rules {
        #expect(!rule.authority.isEmpty && rule.sentence.hasSuffix("."), "\(rule.id)")
      }
    }
  }

  @Test("every rule has an example; what can be broken is shown kept and broken")
  func shown() throws {
    for name in ShippedRules.names {
      for rule in try ShippedRules.jurisdiction(name).rules {
        #expect(!rule.examples.isEmpty, "\(rule.id)")
        switch rule.body {
        case .limit, .meal, .restBreaks, .consent:
          let outcomes = Set(rule.examples.compactMap(\.breaks))
          #expect(outcomes == [true, false], "\(rule.id)")
        default: break
        }
      }
    }
  }

  /// A limit whose example breaks it by an hour would pass with a limit that is half an hour off.
  @Test("every limit has an example that breaks it by a minute, a day or one of a count")
  func edges() throws {
    for name in ShippedRules.names {
      let jurisdiction = try ShippedRules.jurisdiction(name)
      let zone = try zone(jurisdiction.exampleZone)
      for rule in jurisdiction.rules {
        guard case .limit(let limit) = rule.body else { continue }
        let isInDays: Bool =
          switch limit.limit {
          case .consecutiveDays, .noticeDays, .postingDays: true
          default: false
          }
        let least = rule.examples.flatMap { example -> [Double] in
          let engine = PayEngine(
            jurisdiction, state: rule.state, clock: SiteClock(zone), holidays: WorkHolidays())
          let work = AgentWork(
            agent: "A", shifts: example.allWork.compactMap { WorkText.shift($0, zone: zone) },
            traits: Set(example.traits))
          let known = example.published.flatMap { WorkText.instant($0, zone: zone) }
          return engine.findings(work, published: known).filter { $0.rule == rule.id }
            .map { abs($0.measured - $0.limit) }
        }.min()
        // An average over weeks of six days moves by a sixth of a minute's share.
        #expect(
          least.map { $0 <= (isInDays ? 1 : 1.001 / 60) } ?? false, "\(rule.id): \(least ?? -1)")
      }
    }
  }

  private func read(_ text: String) throws -> Jurisdiction {
    try Jurisdiction(file: "test.toml", bytes: Array((head + text).utf8))
  }

  private let head = """
    id = "t"
    name = "T"
    authority = "none"
    code = "XX"
    currency = "EUR"
    example_zone = "UTC"
    compose = "add"

    """

  private func night(_ id: String, from: String, to: String?, topic: String = "night") -> String {
    """
    [[rule]]
    id = "\(id)"
    kind = "night"
    topic = "\(topic)"
    effective_from = "\(from)"
    \(to.map { "effective_to = \"\($0)\"" } ?? "")
    authority = "a"
    mark = "M"
    sentence = "s."
    from = "22:00"
    to = "06:00"
    factor = 1.1

    """
  }

  @Test("rules of one topic may follow each other but not overlap")
  func overlap() throws {
    let following =
      night("A", from: "2025-01-01", to: "2025-12-31") + night("B", from: "2026-01-01", to: nil)
    #expect(try read(following).rules.count == 2)
    let overlapping =
      night("A", from: "2025-01-01", to: "2026-01-01") + night("B", from: "2026-01-01", to: nil)
    let problems = #expect(throws: Problems.self) { try read(overlapping) }
    let text = problems.map { "\($0.all[0])" } ?? ""
    #expect(text.contains("B: is in force together with A, both on night (2026-01-01)"))
    #expect(text.contains("effective_to = \"2025-12-31\""))
  }

  @Test("an id used twice, a wrong condition, an unknown setting are each named")
  func mistakes() {
    let twice =
      night("A", from: "2025-01-01", to: nil)
      + night("A", from: "2025-01-01", to: nil, topic: "other")
    #expect(message(twice).contains("A: stands in the file twice"))
    #expect(
      message(night("A", from: "2025-01-01", to: nil) + "when = [\"holliday\"]")
        .contains("is not a condition (\"holliday\")"))
    #expect(
      message(night("A", from: "2025-01-01", to: nil) + "factr = 2").contains("unknown setting"))
    #expect(message(night("A", from: "2025-02-30", to: nil)).contains("is not a date"))
    #expect(
      message(night("A", from: "2025-02-01", to: "2025-01-01")).contains("is before effective_from")
    )
  }

  @Test(
    "a limit that leaves nothing to work, or no whole day, is no law",
    arguments: [
      ("consecutive-days", "0", "is no number of days"),
      ("consecutive-days", "2.5", "is no number of days"),
      ("week-hours", "0", "leaves nothing to work"), ("consecutive-days", "6", ""),
      ("overtime-week-hours", "0", ""), ("week-hours", "37.5", ""),
    ])
  func senselessLimits(limit: String, value: String, words: String) {
    let rule = """
      [[rule]]
      id = "L"
      kind = "limit"
      topic = "limit/x"
      effective_from = "2020-01-01"
      authority = "a"
      mark = "M"
      sentence = "s."
      limit = "\(limit)"
      value = \(value)

      """
    let said = message(rule)
    if words.isEmpty {
      #expect(!said.contains("value"), "\(said)")
    } else {
      #expect(said.contains(words), "\(said)")
    }
  }

  private func message(_ text: String) -> String {
    do {
      _ = try read(text)
      return ""
    } catch {
      return ((error as? Problems)?.all ?? []).map(\.description).joined(separator: "\n")
    }
  }

  @Test("an unknown jurisdiction suggests the nearest")
  func unknownJurisdiction() {
    let problems = #expect(throws: Problems.self) { try ShippedRules.jurisdiction("philipines") }
    #expect(problems?.all[0].maybe == "you meant \"philippines\"")
    #expect(problems?.exitCode == 10)
  }

  @Test("a state's rule takes the place of the country's of the same topic, on its dates")
  func overlay() throws {
    let india = try ShippedRules.jurisdiction("india")
    let date = try date("2026-11-18")
    let country = india.rules(on: date, state: nil).map(\.id)
    let delhi = india.rules(on: date, state: "delhi").map(\.id)
    #expect(country.contains("IN-OT-DAY") && !country.contains("IN-DL-OT-DAY"))
    #expect(delhi.contains("IN-DL-OT-DAY") && !delhi.contains("IN-OT-DAY"))
    #expect(delhi.contains("IN-OT-WEEK"))
  }

  @Test(
    "a state without rules of its own takes the country's, and it is known which state was asked for",
    arguments: ["IN-KA", "IN-MH", "IN-HR"])
  func stateWithoutRules(code: String) throws {
    let place = try RuleShelf().find(code)
    #expect(place.jurisdiction.code == "IN" && place.state == nil && place.without == code)
    let found = try RuleShelf().find("IN-DL")
    #expect(found.state == "delhi" && found.without == nil)
    #expect(throws: Problem.self) { try RuleShelf().find("IN-QQ") }
  }

  @Test("Mexico's week falls year by year; Colombia's night and Sunday change on their dates")
  func dated() throws {
    func ids(_ name: String, _ day: String) throws -> [String] {
      try ShippedRules.jurisdiction(name).rules(on: date(day), state: nil).map(\.id)
    }
    for year in 2026...2030 {
      let inForce = try ids("mexico", "\(year)-06-01").filter { $0.hasPrefix("MX-OT-WEEK-2") }
      #expect(inForce == ["MX-OT-WEEK-\(year)"])
    }
    #expect(try ids("colombia", "2025-12-24").contains("CO-NIGHT-2017"))
    #expect(try ids("colombia", "2025-12-25").contains("CO-NIGHT-2025"))
    #expect(try ids("colombia", "2026-06-30").contains("CO-SUNDAY-2025"))
    #expect(try ids("colombia", "2026-07-01").contains("CO-SUNDAY-2026"))
    #expect(try ids("colombia", "2027-07-01").contains("CO-SUNDAY-2027"))
  }
}
