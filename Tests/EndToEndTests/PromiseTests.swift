import Files
import TestSupport
import Testing

/// A promise over every day, kept by people with several skills on one floor.
@Suite struct PromiseTests {
  /// Two queues as busy as each other, ten people, most of them with both skills.
  private func centre(
    in folder: String, main: String = promise, side: String = promise
  ) throws -> TinyCentre {
    let centre = try TinyCentre(in: folder)
    try centre.change("centre.toml") { text in
      let blocks: [String] = text.split(separator: "[[queue]]").map(String.init)
      let parts: [String] = blocks[1].split(separator: "[[contract]]").map(String.init)
      let queue: String = "[[queue]]" + parts[0]
      var both = ""
      for (id, own) in [("main", main), ("side", side)] {
        let named: String = queue.replacing("id = \"main\"", with: "id = \"\(id)\"")
        both += named.replacing("within_seconds = 20", with: "within_seconds = 20\(own)")
      }
      return text.replacing(queue, with: both)
    }
    try centre.change("history.csv") { text in
      var lines: [String] = []
      for (number, line) in text.split(separator: "\n").enumerated() {
        if number == 0 {
          lines.append("\(line),queue")
        } else {
          lines.append("\(line),main")
          lines.append("\(line),side")
        }
      }
      return lines.joined(separator: "\n") + "\n"
    }
    var people = "agent_id,name,contract,skills,unavailable_dates\n"
    for k in 1...10 {
      let id: String = k < 10 ? "B0\(k)" : "B\(k)"
      let contract: String = k % 2 == 0 ? "PT" : "FT"
      let skills: String = k < 9 ? "main;side" : k == 9 ? "main" : "side"
      people += "\(id),,\(contract),\(skills),\n"
    }
    try centre.write("agents.csv", people)
    return centre
  }

  private static let promise = ", period = \"day\", hour_floor = 0.5"

  private func paidHours(_ output: String) throws -> Double {
    let text = try #require(output.firstMatch(of: #/(?m)^([0-9.]+) paid hours/#)?.1)
    return try #require(Double(text))
  }

  /// Leads serve no queue: they are there for the others, one for every three required, and the promise is
  /// rostered as before.
  @Test func leadsAreRosteredBesideAPromise() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      try centre.change("centre.toml") {
        $0 + "\n[[presence]]\nskill = \"lead\"\nper = 3\nhours = \"10:00-16:00\"\n"
      }
      try centre.change("agents.csv") { text in
        text + (1...6).map { "L\($0),,FT,lead,\n" }.joined()
      }
      let plan = try centre.plan()
      #expect(plan.code == 0, "\(plan.errors)\(plan.output)")
      #expect(plan.output.contains("Rostered for the promise of main, side"), "\(plan.output)")
      #expect(!plan.errors.contains("lead"), "nobody is without use: \(plan.errors)")

      var required: [String: Int] = [:]
      for row in try text(of: "\(centre.latest)/requirement.csv").split(separator: "\n").dropFirst()
      {
        let cells = row.split(separator: ",", omittingEmptySubsequences: false)
        required[String(cells[1]), default: 0] += Int(cells[5]) ?? 0
      }
      let work = try text(of: "\(centre.latest)/roster.csv").split(separator: "\n")
        .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        .filter { $0[0].hasPrefix("L") && $0[3] == "work" }
      var asked = 0
      // Times of one zone, as text: they ascend as the clock does.
      for (start, agents) in required where agents > 0 {
        let clock = start.dropFirst(11).prefix(5)
        guard clock >= "10:00", clock < "16:00" else { continue }
        let leads = work.count { $0[7] <= start && start < $0[8] }
        #expect(leads >= (agents + 2) / 3, "\(start): \(agents) required, \(leads) leads")
        asked += 1
      }
      #expect(asked >= 60)
      for segment in work {
        #expect(segment[7].dropFirst(11) >= "09:00", "nobody works while the centre is shut")
      }
    }
  }

  @Test func aPromisedDayIsKeptAtFewerHoursThanEveryIntervalAndProved() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      let plan = try centre.plan()
      #expect(plan.code == 0, "\(plan.errors)\(plan.output)")
      #expect(plan.output.contains("Rostered for the promise of main, side"))
      let interval = try self.centre(in: "\(folder)", main: "", side: "")
      let before = try interval.plan("--output", "\(folder)/interval", "--accept")
      #expect(try paidHours(plan.output) < paidHours(before.output))

      let manifest = try text(of: "\(centre.latest)/manifest.json")
      #expect(manifest.contains("\"promise_kept\" : \"true\""), "\(manifest)")
      let bound = try #require(
        manifest.firstMatch(of: #/"bound_paid_hours" : "([0-9.]+)"/#)?.1)
      #expect(try #require(Double(bound)) <= paidHours(plan.output))

      // Every day of every queue, with its confidence.
      let promises = try text(of: "\(centre.latest)/promises.csv").split(separator: "\n")
      #expect(promises.count == 11)
      for row in promises.dropFirst() {
        let cells = row.split(separator: ",", omittingEmptySubsequences: false)
        #expect(try #require(Double(cells[4])) > 0.79, "\(row)")
        #expect(try #require(Double(cells[5])) > 0, "\(row)")
      }
    }
  }

  @Test func checkExplainAndSimulateTellOfTheSameFloor() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      #expect(try centre.plan().code == 0)
      let checked = try run([musterExecutable, "check", centre.folder, "--as-of", TinyCentre.asOf])
      #expect(checked.code == 0, "\(checked.errors)")
      let simulated = try run([
        musterExecutable, "simulate", centre.folder, "--replications", "100", "--format", "csv",
      ])
      #expect(try text(of: "\(centre.latest)/service.csv") == simulated.output)
      let explained = try run([
        musterExecutable, "explain", centre.folder, "--queue", "main", "--at", "2026-12-01 12:00",
      ])
      #expect(explained.output.contains("of the day's calls within 20 s, no hour below 50.0 %"))
      let row = try #require(
        text(of: "\(centre.latest)/requirement.csv").split(separator: "\n").first {
          $0.hasPrefix("main,2026-12-01T12:00")
        })
      let scheduled = row.split(separator: ",")[5]
      #expect(
        try explained.output.contains(Regex("scheduled +\(scheduled) ")),
        "\(row)\n\(explained.output)")
    }
  }

  @Test func aPublishedRosterStaysWhileItKeepsItsPromise() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder)
      #expect(try centre.plan().code == 0)
      let roster = try text(of: "\(centre.latest)/roster.csv")
      func night(_ asOf: String) throws -> Finished {
        try run([
          musterExecutable, "plan", centre.folder, "--as-of", asOf, "--from", "2026-11-30",
          "--roster-time", "0.05",
        ])
      }
      let next = try night("2026-11-24")
      #expect(next.code == 0, "\(next.errors)")
      #expect(next.output.contains("The published roster keeps its promises and stays."))
      #expect(try text(of: "\(centre.latest)/roster.csv") == roster)

      // Somebody is away on Tuesday: the other days stay.
      try centre.change("agents.csv") {
        $0.replacing("B01,,FT,main;side,", with: "B01,,FT,main;side,2026-12-01")
          .replacing("B03,,FT,main;side,", with: "B03,,FT,main;side,2026-12-01")
      }
      let changed = try night("2026-11-25")
      #expect(changed.code == 0, "\(changed.errors)")
      func days(_ text: String, _ date: String) -> [Substring] {
        text.split(separator: "\n").filter { $0.contains(",\(date),") }
      }
      let after = try text(of: "\(centre.latest)/roster.csv")
      #expect(!days(after, "2026-12-01").contains { $0.hasPrefix("B01,") })
      let kept = ["2026-11-30", "2026-12-02", "2026-12-03", "2026-12-04"].count {
        days(after, $0) == days(roster, $0)
      }
      #expect(kept >= 2)
    }
  }

  /// Each definition of the service level can be promised by the day, and is what is judged.
  @Test(arguments: ["answered-of-answered", "excluding-short-abandons", "virtual"])
  func everyDefinitionIsKeptByTheDay(_ definition: String) throws {
    try withTemporaryFolder { folder in
      let own = ", period = \"day\", definition = \"\(definition)\""
      let centre = try centre(in: folder, main: own, side: Self.promise)
      let plan = try centre.plan()
      #expect(plan.code == 0, "\(plan.errors)\(plan.output)")
      let goals = try text(of: "\(centre.latest)/goals.csv").split(separator: "\n").filter {
        $0.hasPrefix("main,") && $0.contains("service level")
      }
      #expect(goals.count >= 6)
      #expect(goals.allSatisfy { $0.contains(", \(definition), where 80.0 %") }, "\(goals)")
      for row in try text(of: "\(centre.latest)/promises.csv").split(separator: "\n").dropFirst() {
        let cells = row.split(separator: ",", omittingEmptySubsequences: false)
        #expect(try #require(Double(cells[4])) > 0.79, "\(row)")
      }
      // Nobody at work answers nobody late; somebody is there in every open interval.
      let service = try text(of: "\(centre.latest)/service.csv").split(separator: "\n").filter {
        $0.hasPrefix("main,")
      }
      for row in service {
        let cells = row.split(separator: ",", omittingEmptySubsequences: false)
        #expect(try #require(Double(cells[6])) < 0.9, "\(row)")
      }
      let checked = try run([musterExecutable, "check", centre.folder, "--as-of", TinyCentre.asOf])
      #expect(checked.code == 0, "\(checked.errors)")
      let explained = try run([
        musterExecutable, "explain", centre.folder, "--queue", "main", "--at", "2026-12-01 12:00",
      ])
      #expect(
        explained.output.contains("of the day's calls within 20 s, \(definition)"),
        "\(explained.output)")
    }
  }

  @Test func aQueueThatSharesPeopleWithOneByIntervalIsHeldByItToo() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder, side: "")
      let plan = try centre.plan("--accept")
      #expect(
        plan.output.contains(
          "main is held by interval: it shares people with side, which is held by interval"),
        "\(plan.output)")
    }
  }
}
