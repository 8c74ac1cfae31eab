import CivilTime
import Files
import TestSupport
import Testing

/// A centre that never shuts, by shifts of eight hours, planned week after week.
@Suite struct RoundTheClockTests {
  /// Ten weeks of half hours, by a plain formula: nights are as busy as days, nearly.
  private static var history: String {
    var text = "interval_start,offered,handle_s\n"
    guard let first = CivilDate("2026-09-14") else { return text }
    for day in 0..<70 {
      for slot in 0..<48 {
        let offered = 6 + (day * 7 + slot * 5) % 5 - 2 + (slot >= 16 && slot < 36 ? 1 : 0)
        let clock = "\(slot / 2 < 10 ? "0" : "")\(slot / 2):\(slot % 2 == 0 ? "00" : "30")"
        text += "\(first + day) \(clock):00,\(offered),\(offered * 240)\n"
      }
    }
    return text
  }

  private func centre(
    in folder: String, starts: String = "starts = [\"06:00\", \"14:00\", \"22:00\"]",
    people: Int = 22, rules: String = "",
    goal: String = "service_level = 0.92, within_seconds = 20"
  ) throws -> TinyCentre {
    let centre = try TinyCentre(in: folder)
    try centre.write(
      "centre.toml",
      """
      [centre]
      name = "Night and day"
      timezone = "Europe/Paris"
      interval = "30m"

      [[queue]]
      id = "main"
      hours = "24/7"
      patience_seconds = 300
      goal = { \(goal) }

      [[contract]]
      id = "R"
      length = "8h"
      \(starts)

      [rules]
      rest = "11h"
      max_shifts_per_week = 5
      \(rules)

      """)
    try centre.write(
      "agents.csv",
      "agent_id,name,contract\n" + (10..<10 + people).map { "A\($0),,R\n" }.joined())
    try centre.write("history.csv", Self.history)
    return centre
  }

  private static let mondays = ["2026-11-23", "2026-11-30", "2026-12-07"]

  private func plan(_ centre: TinyCentre, asOf: String, _ more: [String] = []) throws -> Finished {
    try run(
      [musterExecutable, "plan", centre.folder, "--as-of", asOf, "--roster-time", "0.3", "--quiet"]
        + more)
  }

  /// Agents missing in the intervals of a Monday before six.
  private func missingBeforeSix(_ centre: TinyCentre, _ monday: String) throws -> [Double] {
    try text(of: "\(centre.latest)/coverage.csv").split(separator: "\n").filter {
      $0.hasPrefix("main,\(monday)T0") && ("0"..."5").contains($0.dropFirst(17).prefix(1))
    }.map { try #require(Double($0.split(separator: ",")[4])) }
  }

  @Test func threeMondaysInARowNeedNothingSpecial() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      let first = try plan(centre, asOf: Self.mondays[0])
      #expect(first.code == 0, "\(first.errors)")
      #expect(
        first.errors.hasPrefix(
          "warning: main: no roster went before this plan, and only shifts begun before it could "
            + "have worked"), "\(first.errors)")
      #expect(first.errors.contains("from Mon 2026-11-30 00:00 to 06:00"), "\(first.errors)")
      let hole = try missingBeforeSix(centre, "2026-11-30")
      #expect(hole.count == 12 && hole.allSatisfy { $0 > 0 })
      // The check says the same, and finds no goal missed for it.
      let checked = try run([
        musterExecutable, "check", centre.folder, "--as-of", Self.mondays[0], "--replications",
        "60",
      ])
      #expect(checked.code == 0, "\(checked.errors)")
      #expect(checked.errors.contains("no roster went before this plan"), "\(checked.errors)")
      for (asOf, monday) in [
        (Self.mondays[1], "2026-12-07"), (Self.mondays[2], "2026-12-14"),
      ] {
        let next = try plan(centre, asOf: asOf)
        #expect(next.code == 0, "\(next.errors)")
        #expect(!next.errors.contains("no roster went before"), "\(next.errors)")
        #expect(linked(centre.latest)?.contains(monday) == true)
        let missing = try missingBeforeSix(centre, monday)
        #expect(missing.count == 12 && missing.allSatisfy { $0 == 0 }, "\(monday): \(missing)")
      }
    }
  }

  /// The hours that nobody could work are no part of a promise by day either.
  @Test func aPromisedDayIsThatOfTheHoursThatCanBeWorked() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(
        in: folder, goal: "service_level = 0.85, within_seconds = 20, period = \"day\"")
      let first = try plan(centre, asOf: Self.mondays[0])
      #expect(first.code == 0, "\(first.errors)")
      #expect(first.errors.contains("no roster went before this plan"), "\(first.errors)")
      let promises = try text(of: "\(centre.latest)/promises.csv").split(separator: "\n")
      #expect(promises.count == 8)
      for row in promises.dropFirst() {
        let cells = row.split(separator: ",", omittingEmptySubsequences: false)
        #expect(try #require(Double(cells[4])) > 0.84, "\(row)")
      }
    }
  }

  /// Where contracts let somebody begin at the first minute, somebody does.
  @Test func shiftsBeginWithTheFirstMinute() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder, starts: "start_every = \"30m\"")
      let first = try plan(centre, asOf: Self.mondays[0])
      #expect(first.code == 0, "\(first.errors)")
      #expect(!first.errors.contains("no roster went before"), "\(first.errors)")
      let missing = try missingBeforeSix(centre, "2026-11-30")
      #expect(missing.count == 12 && missing.allSatisfy { $0 == 0 }, "\(missing)")
      let roster = try text(of: "\(centre.latest)/roster.csv")
      #expect(roster.contains("2026-11-30T00:00:00+01:00"))
    }
  }

  /// Weeks from Sunday, planned from Mondays: each is counted with the days of the plan before.
  @Test func noWeekHasMoreShiftsThanItsRulesAllow() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(
        in: folder, people: 15, rules: "week_start = \"Sun\"\nmax_hours_per_week = 40")
      var days: [Substring: Set<CivilDate>] = [:]
      for asOf in Self.mondays {
        let plan = try plan(centre, asOf: asOf)
        #expect(plan.code == 0, "\(plan.errors)")
        for row in try text(of: "\(centre.latest)/roster.csv").split(separator: "\n").dropFirst() {
          let cells = row.split(separator: ",", omittingEmptySubsequences: false)
          days[cells[0], default: []].insert(try #require(CivilDate(cells[1])))
        }
      }
      let sunday = try #require(CivilDate("2026-11-29"))
      var most = 0
      for (agent, dates) in days {
        let weeks = Dictionary(grouping: dates) { ($0 - sunday) / 7 }
        for (week, own) in weeks {
          #expect(own.count <= 5, "\(agent) in the week from \(sunday + 7 * week)")
          most = max(most, own.count)
        }
      }
      #expect(most == 5 && days.count == 15)
      let checked = try run([
        musterExecutable, "check", centre.folder, "--as-of", Self.mondays[2], "--replications",
        "30",
      ])
      #expect(checked.output.contains("no hard rule is broken"), "\(checked.errors)")
    }
  }
}
