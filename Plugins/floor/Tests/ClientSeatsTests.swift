import Files
import FloorModel
import PluginContract
import PluginHost
import TestSupport
import Testing

/// Seats of clients and shared ones, against a plain count minute by minute.
@Suite struct ClientSeatsTests {
  private struct Floor {
    var seats: ClientSeats
    var stays: [ClientStay]
    var handover: Int
  }

  /// A floor of chance: up to four clients, some with seats of their own, some with nothing else.
  private func floor(_ random: inout SeededGenerator) -> Floor {
    let clients = ["bank", "shop", "post", ""]
    var seats = ClientSeats(own: [:], seats: Int.random(in: 5...40, using: &random))
    for client in clients.dropLast() where random.happens(0.6) {
      seats.own[client] = Int.random(in: 0...12, using: &random)
      if random.happens(0.3) { seats.confined.insert(client) }
    }
    let stays = (0..<Int.random(in: 0...60, using: &random)).map { _ in
      let start = 15 * Int.random(in: 0...96, using: &random)
      return ClientStay(
        client: clients[Int.random(in: 0...3, using: &random)], start: start,
        end: start + 15 * Int.random(in: 0...36, using: &random))
    }
    return Floor(seats: seats, stays: stays, handover: random.happens(0.5) ? 10 : 0)
  }

  @Test func everyMinuteCounted() {
    var random = SeededGenerator(state: 15)
    var short = 0
    for _ in 0..<300 {
      let floor = floor(&random)
      let use = floor.seats.use(floor.stays, handover: floor.handover)
      var most: [String: Int] = [:]
      var beyond: [String: Int] = [:]
      var mostShared = 0
      for minute in 0..<(3 * 1440) {
        var people: [String: Int] = [:]
        for stay in floor.stays
        where stay.end > stay.start && stay.start <= minute && minute < stay.end + floor.handover {
          people[stay.client, default: 0] += 1
        }
        var shared = floor.seats.seats
        for seats in floor.seats.own.values { shared -= seats }
        var (needed, missing) = (0, 0)
        for (client, number) in people {
          most[client] = max(most[client] ?? 0, number)
          let without = max(0, number - (floor.seats.own[client] ?? 0))
          beyond[client] = max(beyond[client] ?? 0, without)
          if floor.seats.confined.contains(client) {
            missing += without
          } else {
            needed += without
          }
        }
        mostShared = max(mostShared, needed)
        missing += max(0, needed - max(0, shared))
        let found = use.shortages.filter { $0.start <= minute && minute < $0.end }
        #expect(found.count == (missing > 0 ? 1 : 0))
        #expect((found.first?.missing ?? 0) >= missing)
        short += missing > 0 ? 1 : 0
      }
      #expect(use.mostShared == mostShared)
      #expect(Dictionary(use.clients.map { ($0.client, $0.people) }) { a, _ in a } == most)
      #expect(Dictionary(use.clients.map { ($0.client, $0.beyond) }) { a, _ in a } == beyond)
    }
    #expect(short > 1000)
  }

  private func plugin(_ settings: AnyJSON) throws -> Plugin {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let plugin = try PluginLoader(program: musterExecutable, version: "test")
      .load("\(folder)/libmuster-floor.so", isolated: false)
    try plugin.configure(PluginConfiguration(settings: settings))
    return plugin
  }

  /// Eight of the bank on six seats of its own, five of the shop; four are shared by ten seats in all.
  private func plan(remote: Set<String> = []) -> PlanInfo {
    let people =
      (0..<8).map { ("bank-\($0)", "bank", 8) } + (0..<5).map { ("shop-\($0)", "shop", 10) }
    return PlanInfo(
      centre: CentreInfo(id: "x", zone: "Asia/Manila"),
      sites: [SiteInfo(id: "quay", zone: "Asia/Manila", seats: 10)],
      queues: [QueuePlan(id: "a", client: "bank"), QueuePlan(id: "b", client: "shop")],
      agents: people.map { AgentInfo(id: $0.0, site: "quay", remote: remote.contains($0.0)) },
      shifts: people.map {
        Shift(
          id: $0.0, agent: $0.0, site: "quay", queue: $0.1 == "bank" ? "a" : "b",
          startUnix: Int64($0.2 * 3600), endUnix: Int64(($0.2 + 6) * 3600))
      })
  }

  @Test func peopleWithoutASeatAreFound() throws {
    let plugin = try plugin(["client_seats": [["client": "bank", "seats": 6]], "spare": 0])
    func findings(_ plan: PlanInfo) throws -> [Finding] {
      let answer = try #require(try plugin.audit(plan))
      return answer.findings.filter { $0.rule == "FL-CLIENT-SEATS" }
    }
    let found = try findings(plan())
    #expect(found.count == 1)
    let shortage = try #require(found.first)
    #expect(shortage.severity == .violation)
    #expect(
      shortage.message == "3 too few: bank 8 on 6 of its own, shop 5, and 4 seats are shared")
    #expect(shortage.startUnix == 10 * 3600 && shortage.endUnix == 16 * 3600)
    // At home they take no seat: two of the bank and one of the shop are enough.
    let remote: Set = ["bank-0", "bank-1", "shop-0"]
    let enough = try findings(plan(remote: remote))
    #expect(enough.isEmpty)
    let still = try findings(plan(remote: ["bank-0", "shop-0"]))
    #expect(still.count == 1)
    let report = try #require(try plugin.report(plan()))
    let table = try #require(report.sections.first?.tables.last)
    #expect(table.title == "Seats by client: 4 of 10 are shared, at most 7 needed")
    #expect(table.rows.count == 2)
    #expect(table.rows[0].prefix(3) == [.string("bank"), .number(6), .number(8)])
  }

  @Test func whatCannotBeJudgedIsSaid() throws {
    let plugin = try plugin([
      "client_seats": [
        ["client": "bnak", "seats": 6], ["client": "shop", "seats": 9, "site": "pier"],
      ]
    ])
    func messages(_ plugin: Plugin, _ plan: PlanInfo) throws -> [String] {
      let answer = try #require(try plugin.audit(plan))
      return answer.findings.map(\.message)
    }
    var plan = self.plan()
    let found = try messages(plugin, plan)
    #expect(found.contains("no queue is of the client bnak, who has seats"))
    #expect(found.contains("there is no site pier, at which clients have seats"))
    plan.sites[0].seats = nil
    let unknown = try messages(plugin, plan)
    #expect(
      unknown.contains("clients have seats of their own, and how many there are in all is not said")
    )
    // A client whose people use no other seats, and more seats given away than there are.
    let confined = try self.plugin([
      "segregated_clients": ["bank"],
      "client_seats": [["client": "bank", "seats": 7], ["client": "shop", "seats": 5]],
    ])
    let full = try messages(confined, self.plan())
    #expect(full.contains("12 seats are clients' own, and there are 10"))
    #expect(full.contains("1 too few: bank 8 on 7 of its own, and 0 seats are shared"))
  }

  @Test(arguments: [
    (
      """
      client_seats = [{ client = "Quay Store", seats = 3 }]
      """, "segregated_clients[0]"
    ),
    (
      """
      client_seats = [
        { client = "First Harbour", seats = 9 },
        { client = "First Harbour", seats = 3, site = "quayside" },
      ]
      """, "client_seats[1].client"
    ),
  ])
  func settingsThatContradict(lines: String, path: String) throws {
    try withTemporaryFolder { folder in
      let centre = "\(folder)/sample"
      let made = try muster("init", centre, "--kind", "floor", "--as-of", "2026-11-23")
      #expect(made.code == 0, "\(made.errors)")
      let before = try text(of: "\(centre)/centre.toml")
      let after = before.replacing("menu_seconds = 25\n", with: "menu_seconds = 25\n\(lines)\n")
      #expect(before != after)
      try writeFile("\(centre)/centre.toml", Array(after.utf8))
      let run = try muster("plan", centre, "--as-of", "2026-11-23", "--roster-time", "0.1")
      #expect(run.code != 0)
      #expect(run.errors.contains(path), "\(run.errors)")
    }
  }

  /// The sample with seats of its clients: the report shows each, and the plan is in force.
  @Test func theSampleWithSeatsByClient() throws {
    try withTemporaryFolder { folder in
      let centre = "\(folder)/sample"
      let made = try muster("init", centre, "--kind", "floor", "--as-of", "2026-11-23")
      #expect(made.code == 0, "\(made.errors)")
      let before = try text(of: "\(centre)/centre.toml")
      let after = before.replacing(
        "menu_seconds = 25\n",
        with: "menu_seconds = 25\nclient_seats = [{ client = \"First Harbour\", seats = 30 }]\n"
      ).replacing("id = \"quayside\"\n", with: "id = \"quayside\"\nseats = 60\n")
      try writeFile("\(centre)/centre.toml", Array(after.utf8))
      let run = try muster("plan", centre, "--as-of", "2026-11-23", "--roster-time", "0.1")
      #expect(run.code == 0, "\(run.errors)")
      let report = try text(of: "\(centre)/published/latest/report.txt")
      #expect(report.contains("Seats by client: 30 of 60 are shared"), "\(report)")
      #expect(report.contains("Quay Store"))
    }
  }
}
