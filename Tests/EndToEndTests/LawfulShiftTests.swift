import Files
import TestSupport
import Testing

/// Law that no limit of a roster says is obeyed before there is a roster, not only found broken after it.
@Suite(
  .enabled(
    if: shippedPlugins.contains("offshore-shifts"), "the plugin offshore-shifts was taken away"))
struct LawfulShiftTests {
  /// A queue that is open by day in New York and so from 19:30 to 03:30 in Delhi, where it is worked: by the
  /// contract D without conditions, by women of the contract W.
  private func centre(
    in folder: String, traits: String, place: String = "IN-DL"
  ) throws -> TinyCentre {
    let centre = try TinyCentre(in: folder)
    try centre.change("centre.toml") {
      let from = $0.firstRange(of: "[[contract]]").map { $0.lowerBound } ?? $0.endIndex
      return $0[..<from] + """
        [[contract]]
        id = "D"
        length = "8h30m"
        start_every = "30m"
        pauses = [{ kind = "meal", length = "30m", from = "3h", to = "6h30m" }]

        [[contract]]
        id = "W"
        length = "4h"
        start_every = "30m"
        traits = [\(traits)]

        [rules]
        rest = "11h"
        max_shifts_per_week = 5

        [[site]]
        id = "delhi"
        timezone = "Asia/Kolkata"
        currency = "INR"
        hourly_rate = 300
        jurisdiction = "\(place)"

        [[plugin]]
        id = "offshore-shifts"

        """
    }
    var agents = "agent_id,name,contract\n"
    for k in 1...6 { agents += "D\(k),Dev \(k),D\nW\(k),Wafa \(k),W\n" }
    try centre.write("agents.csv", agents)
    return centre
  }

  /// Shifts of the published roster: agent, start and end in minutes of the local day, and when meals begin.
  private func shifts(
    _ centre: TinyCentre
  ) throws -> [(agent: String, start: Int, end: Int, meals: [Int])] {
    let lines = try text(of: "\(centre.latest)/roster.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    func column(_ name: String) throws -> Int { try #require(header.firstIndex(of: name)) }
    let (agent, activity) = try (column("agent_id"), column("activity"))
    let (start, end) = try (column("start_utc"), column("end_utc"))
    func minutes(_ text: String) throws -> Int {
      let day = try #require(Int(text.dropFirst(8).prefix(2)))
      let hour = try #require(Int(text.dropFirst(11).prefix(2)))
      return try (day * 24 + hour) * 60 + #require(Int(text.dropFirst(14).prefix(2))) + 330
    }
    var all: [(agent: String, start: Int, end: Int, meals: [Int])] = []
    for row in lines.dropFirst() {
      let (from, to) = try (minutes(row[start]), minutes(row[end]))
      if all.last?.agent != row[agent] || all.last?.end != from {
        all.append((row[agent], from, to, []))
      }
      all[all.count - 1].end = to
      if row[activity] == "meal" { all[all.count - 1].meals.append(from) }
    }
    return all
  }

  /// Between 21:00 and 07:00.
  private func isInTheNight(_ shift: (agent: String, start: Int, end: Int, meals: [Int])) -> Bool {
    (shift.start..<shift.end).contains { $0 % 1440 < 420 || $0 % 1440 >= 1260 }
  }

  @Test("women without a recorded consent have no night, and meals begin within five hours")
  func consentAndMealAreObeyed() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder, traits: "\"woman\"")
      let plan = try centre.plan("--accept")
      #expect(plan.code == 0, "\(plan.errors)")
      let shifts = try shifts(centre)
      let women = shifts.filter { $0.agent.hasPrefix("W") }
      let others = shifts.filter { $0.agent.hasPrefix("D") }
      #expect(!women.contains(where: isInTheNight), "\(women)")
      #expect(others.count { isInTheNight($0) } > 10)
      #expect(others.allSatisfy { $0.meals.count == 1 })
      #expect(others.allSatisfy { ($0.meals.first ?? 0) - $0.start <= 300 }, "\(others)")
      let findings = "\(centre.latest)/findings.csv"
      if exists(findings) { #expect(try !text(of: findings).contains("IN-")) }
      let summary = try text(of: "\(centre.latest)/summary.txt")
      #expect(summary.contains("shifts of W by IN-DL-NIGHT-CONSENT"), "\(summary)")
      #expect(summary.contains("shifts of D by IN-MEAL"))
    }
  }

  @Test("with the consent recorded they have nights like anybody")
  func consentAllowsNights() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder, traits: "\"woman\", \"night-consent\"")
      let plan = try centre.plan("--accept")
      #expect(plan.code == 0, "\(plan.errors)")
      #expect(try shifts(centre).contains { $0.agent.hasPrefix("W") && isInTheNight($0) })
    }
  }

  @Test(
    "a state of India without rules of its own has the country's, and that is said; a typo stops the plan"
  )
  func theCountrysRulesCountInItsStates() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder, traits: "\"woman\"", place: "IN-KA")
      let plan = try centre.plan("--accept")
      #expect(plan.code == 0, "\(plan.errors)")
      let findings = try text(of: "\(centre.latest)/findings.csv")
      #expect(findings.contains("no rules of IN-KA itself are known: those of India count"))
      let others = try shifts(centre).filter { $0.agent.hasPrefix("D") }
      #expect(others.allSatisfy { ($0.meals.first ?? 0) - $0.start <= 300 }, "\(others)")
      #expect(try text(of: "\(centre.latest)/summary.txt").contains("shifts of D by IN-MEAL"))
    }
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder, traits: "\"woman\"", place: "IN-KX")
      let plan = try centre.plan("--accept")
      #expect(plan.code != 0 && plan.errors.contains("\"IN-KX\""), "\(plan.errors)")
      #expect(linked(centre.latest) == nil)
    }
  }
}
