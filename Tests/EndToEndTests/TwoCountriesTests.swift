import CivilTime
import Files
import TestSupport
import Testing

/// Sixty people with names in Manila and Dallas, in the week in which the clocks of one of them change.
@Suite(
  .enabled(
    if: shippedPlugins.contains("offshore-shifts"), "the plugin offshore-shifts was taken away"))
struct TwoCountriesTests {
  /// What is said of the places, in `centre.toml` and in `compare.toml` alike.
  private static func sites(_ more: String = "") -> String {
    """

    [[plugin]]
    id = "offshore-shifts"

    [[site]]
    id = "manila"
    timezone = "Asia/Manila"
    jurisdiction = "PH"
    calendar = "PH"
    currency = "PHP"
    hourly_rate = 130
    seats = 24
    anchor = "client"
    \(more)

    [[site]]
    id = "dallas"
    timezone = "America/Chicago"
    jurisdiction = "US"
    currency = "USD"
    hourly_rate = 18
    seats = 26
    \(more)

    """
  }

  private static let asOf = "2026-10-19"

  private func centre(in folder: String) throws -> TinyCentre {
    let centre = try TinyCentre(in: folder)
    try centre.write(
      "centre.toml",
      """
      [centre]
      name = "Two countries"
      timezone = "America/Chicago"
      interval = "30m"

      [inputs]
      holidays = ["ph.csv"]

      [[queue]]
      id = "main"
      hours = "06:00-22:00"
      patience_seconds = 180
      shrinkage = 0.1
      goal = { service_level = 0.8, within_seconds = 20 }

      [[contract]]
      id = "FT"
      length = "8h30m"
      start_every = "30m"
      pauses = [
        { kind = "meal", length = "30m", from = "3h", to = "5h", paid = false },
        { kind = "break", length = "15m", from = "1h30m", to = "2h30m", paid = true },
      ]

      [rules]
      rest = "11h"
      max_shifts_per_week = 5

      [[part]]
      site = "manila"
      share = 0.5

      [[part]]
      site = "dallas"
      share = 0.5

      """ + Self.sites())
    try centre.write(
      "compare.toml",
      """
      [exchange]
      currency = "USD"
      [exchange.rates]
      PHP = 57

      """ + Self.sites("people = \"named\"") + """

        [[scenario]]
        id = "both"
        part = [{ site = "manila", share = 0.5 }, { site = "dallas", share = 0.5 }]

        """)
    try centre.write(
      "ph.csv",
      "date,calendar,kind,name\n2026-11-01,PH,special_nonworking,All Saints' Day\n"
        + "2026-12-25,PH,regular,Christmas Day\n")
    var agents = "agent_id,name,contract,site,remote\n"
    for k in 10..<40 { agents += "M\(k),,FT,manila,\(k < 14 ? "yes" : "no")\n" }
    for k in 10..<40 { agents += "D\(k),,FT,dallas,no\n" }
    try centre.write("agents.csv", agents)
    var history = "interval_start,offered,handle_s\n"
    let first = try #require(CivilDate("2026-08-10"))
    for day in 0..<70 {
      for slot in 12..<44 {
        let offered = 44 + 30 - 2 * abs(slot - 28) + (day * 7 + slot * 5) % 7 - 3
        let clock = "\(slot / 2 < 10 ? "0" : "")\(slot / 2):\(slot % 2 == 0 ? "00" : "30")"
        history += "\(first + day) \(clock):00,\(offered),\(offered * 300)\n"
      }
    }
    try centre.write("history.csv", history)
    return centre
  }

  private func muster(_ command: String, _ centre: TinyCentre, _ more: String...) throws -> Finished
  {
    try run(
      [musterExecutable, command, centre.folder, "--as-of", Self.asOf, "--roster-time", "0.3"]
        + more)
  }

  /// Rows of a roster file by column name.
  private func rows(_ path: String) throws -> [[String: String]] {
    let lines = try text(of: path).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  /// Most people of a roster at once, from their first segment of a shift to its last.
  private func peak(_ rows: [[String: String]], without: (String) -> Bool) throws -> Int {
    var changes: [(at: String, by: Int)] = []
    for row in rows where !without(row["agent_id"] ?? "") {
      // Segments of a shift abut, so they come and go at one instant.
      changes.append((try #require(row["start_utc"]), 1))
      changes.append((try #require(row["end_utc"]), -1))
    }
    var now = 0
    var most = 0
    for change in changes.sorted(by: { ($0.at, $0.by) < ($1.at, $1.by) }) {
      now += change.by
      most = max(most, now)
    }
    return most
  }

  /// Basic pay and every premium of a site in the comparison, in its own currency.
  private func wages(_ json: String, _ site: String) throws -> (all: Double, premiums: Double) {
    let part = try #require(
      json.firstMatch(
        of: try Regex("\"site\": \"\(site)\"(?s:.)*?\"components\": \\{((?s:.)*?)\\}"))?
        .output[1].substring)
    var all = 0.0
    var premiums = 0.0
    for match in part.matches(of: #/"([a-z_]+)": ([0-9.e+-]+)/#) {
      let amount = try #require(Double(match.2))
      if match.1.hasSuffix("_premium") { premiums += amount }
      if ["ordinary_pay", "holidays_not_worked"].contains(match.1) || match.1.hasSuffix("_premium")
      {
        all += amount
      }
    }
    return (all, premiums)
  }

  @Test func eachUnderItsOwnClockLawAndSeatsAndTheScenarioCostsTheSame() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      let compared = try muster(
        "compare", centre, "--rosters", "\(folder)/before", "--format", "json")
      #expect(compared.code == 0, "\(compared.errors)")
      let planned = try muster("plan", centre, "--accept")
      #expect(planned.code == 0, "\(planned.errors)")

      let manila = try rows("\(centre.latest)/site-manila/roster.csv")
      let dallas = try rows("\(centre.latest)/site-dallas/roster.csv")
      #expect(Set(manila.compactMap { $0["agent_id"] }).count > 20)
      #expect(Set(dallas.compactMap { $0["agent_id"] }).count > 20)
      #expect(manila.allSatisfy { $0["start_local"]?.hasSuffix("+08:00") == true })
      // Dallas turns its clocks back on Sunday, 1 November; Manila works by them and has none of its own.
      for row in dallas {
        let isAfter = try #require(row["start_utc"]) >= "2026-11-01T07:00:00Z"
        #expect(row["start_local"]?.hasSuffix(isAfter ? "-06:00" : "-05:00") == true, "\(row)")
      }
      // Nobody works before six or after ten in Dallas: from seven and eight in the evening in Manila.
      let first = manila.compactMap { $0["start_utc"] }
      #expect(first.contains { $0.hasPrefix("2026-10-27T11:00") })
      #expect(!first.contains { $0.hasPrefix("2026-11-01T11:") })
      #expect(first.contains { $0.hasPrefix("2026-11-01T12:") })

      #expect(try peak(manila) { $0 < "M14" } <= 24)
      #expect(try peak(dallas) { _ in false } <= 26)
      let obeyed = planned.output.split(separator: "\n").filter { $0.hasPrefix("Obeys beside") }
      #expect(obeyed.count { $0.contains("PH-") && !$0.contains("US-") } == 1, "\(obeyed)")
      let checked = try run([
        musterExecutable, "check", centre.folder, "--as-of", Self.asOf, "--replications", "20",
      ])
      #expect(checked.output.contains("no hard rule is broken"), "\(checked.errors)")

      // The same people and rules as a scenario: the same rows, and the same money to the cent.
      let again = try muster(
        "compare", centre, "--rosters", "\(folder)/after", "--format", "json")
      #expect(again.code == 0, "\(again.errors)")
      for when in ["before", "after"] {
        for site in ["manila", "dallas"] {
          #expect(
            try text(of: "\(folder)/\(when)/both-\(site)-roster.csv")
              == text(of: "\(centre.latest)/site-\(site)/roster.csv"), "\(when), \(site)")
        }
      }
      let manifest = try text(of: "\(centre.latest)/manifest.json")
      for (site, currency) in [("manila", "PHP"), ("dallas", "USD")] {
        let paid = try #require(
          manifest.firstMatch(of: try Regex("\"\(currency)\" ?: ?\"([0-9.]+)\""))?
            .output[1].substring.flatMap { Double($0) })
        for json in [compared.output, again.output] {
          let wages = try wages(json, site)
          #expect(abs(wages.all - paid) < 0.0051, "\(site): \(wages.all) and \(paid)")
          // Evenings in Dallas are nights in Manila.
          #expect((wages.premiums > 1000) == (site == "manila"), "\(site): \(wages.premiums)")
        }
      }
    }
  }
}
