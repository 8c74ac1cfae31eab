import CivilTime
import Configuration
import Diagnostics
import Files
import SampleCentres
import Tables
import TestSupport
import Testing

private func inbound() throws -> CentreProfile {
  try #require(try builtInProfiles().first { $0.kind == "inbound" })
}

private func sample(_ options: SampleOptions) throws -> [String: [UInt8]] {
  let files = try sampleCentre(inbound(), options, zones: .system, command: "test")
  return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.bytes) })
}

private func options(
  seed: UInt64 = 1, agents: Int? = nil, timezone: String? = nil, asOf: String = "2026-11-23"
) throws -> SampleOptions {
  SampleOptions(
    name: "Test", seed: seed, agents: agents, timezone: timezone,
    asOf: try #require(CivilDate(asOf)))
}

private func table(_ files: [String: [UInt8]], _ name: String) throws -> CSVTable {
  try CSVTable(file: name, bytes: try #require(files[name]))
}

@Suite struct SampleCentreTests {
  /// What stands in the repository is what the generator makes.
  @Test func harborBankIsGenerated() throws {
    let folder = "\(packageFolder)/Forecasts/harbor-bank"
    let lines = try text(of: "\(folder)/centre.toml").split(separator: "\n")
    let command = try #require(lines.first { $0.contains("muster init") }).dropFirst(4)
    let files = try sampleCentre(
      inbound(),
      SampleOptions(name: "Harbor Bank", seed: 2026, asOf: try #require(CivilDate("2026-11-23"))),
      zones: .system, command: String(command))
    #expect(files.map(\.name) == ["centre.toml", "history.csv", "agents.csv", "holidays.csv"])
    for file in files {
      // Not compared in one expression: a difference would print megabytes.
      let isSame = try readFile("\(folder)/\(file.name)") == file.bytes
      #expect(isSame, "\(file.name) differs; make it again: \(command)")
    }
  }

  @Test func theSameOptionsGiveTheSameBytes() throws {
    let a = try sample(options(seed: 5, agents: 30))
    let b = try sample(options(seed: 5, agents: 30))
    let c = try sample(options(seed: 6, agents: 30))
    let same = a == b
    #expect(same)
    for name in ["history.csv", "agents.csv"] {
      let differs = a[name] != c[name]
      #expect(differs, "\(name)")
    }
  }

  @Test func historyKeepsItsPromises() throws {
    let files = try sample(options())
    let zone = try ZoneDatabase.system.zone("America/New_York")
    let hours = try OpeningHours("Mon-Fri 07:00-21:00; Sat 08:00-17:00")
    let holidays = try HolidayCalendar(
      file: "holidays.csv", bytes: try #require(files["holidays.csv"]))
    let history = try table(files, "history.csv")
    var rows = 0
    var closed = 0
    var last: (Instant, String)?
    var offered: [Int: Int] = [:]
    var abandoned = 0
    var handled = 0
    var seconds = 0
    try history.forEachRow { (row) throws(Problem) in
      let start = try row.instant(0, in: nil)
      let queue = try row.name(1)
      let counts = [
        try row.integer(2, in: 0...10_000), try row.integer(3, in: 0...10_000),
        try row.integer(4, in: 0...10_000), try row.integer(5, in: 0...10_000_000),
      ]
      if let last { #expect(last < (start, queue)) }
      last = (start, queue)
      let local = zone.local(at: start)
      let spans = hours.spans(on: local.date.weekday)
      #expect(spans.contains { $0.start <= local.secondsOfDay && local.secondsOfDay < $0.end })
      #expect(counts[1] + counts[2] == counts[0])
      let isClosed = try row.integer(6, in: 0...1) == 1
      #expect(isClosed == !holidays.on(local.date).isEmpty)
      if isClosed { #expect(counts == [0, 0, 0, 0]) }
      rows += 1
      closed += isClosed ? 1 : 0
      offered[local.date.weekday.rawValue, default: 0] += counts[0]
      handled += counts[1]
      abandoned += counts[2]
      seconds += counts[3]
    }
    // 104 weeks of 2 x (5 x 56 + 36) intervals, less what an outage left out.
    let full = 104 * 2 * (5 * 56 + 36)
    #expect(rows < full && rows > full - 200)
    #expect(closed > 1000)
    #expect((260.0...320).contains(Double(seconds) / Double(handled)))
    #expect((0.02...0.05).contains(Double(abandoned) / Double(abandoned + handled)))
    let monday = try #require(offered[0])
    let saturday = try #require(offered[5])
    #expect((1.7...3.2).contains(Double(monday) / Double(saturday)))
    let end = try #require(last).0
    #expect("\(zone.date(at: end))" == "2026-11-21")
  }

  /// More than Poisson noise, as in real centres, but not much more.
  @Test func countsAreOverdispersed() throws {
    let history = try table(try sample(options()), "history.csv")
    let zone = try ZoneDatabase.system.zone("America/New_York")
    var tens: [Double] = []
    try history.forEachRow { (row) throws(Problem) in
      let local = zone.local(at: try row.instant(0, in: nil))
      guard local.date.weekday == .wednesday, local.secondsOfDay == 10 * 3600,
        row.text(1) == "service", row.text(6) == "0"
      else { return }
      tens.append(try row.number(2))
    }
    let mean = tens.reduce(0, +) / Double(tens.count)
    let variance = tens.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(tens.count - 1)
    #expect(tens.count > 95)
    #expect(variance > mean * 1.1)
    #expect((variance - mean).squareRoot() / mean < 0.25)
  }

  @Test func agentsFollowTheShares() throws {
    let agents = try table(try sample(options(agents: 100)), "agents.csv")
    var contracts: [String: Int] = [:]
    var ids: Set<String> = []
    var names: Set<String> = []
    let contract = try agents.require("contract")
    try agents.forEachRow { (row) throws(Problem) in
      contracts[row.text(contract), default: 0] += 1
      ids.insert(row.text(0))
      names.insert(row.text(1))
    }
    #expect(contracts == ["FT": 60, "P6": 20, "P4": 20])
    #expect(ids.count == 100)
    #expect(names.count == 100)
  }

  @Test func otherZonesAndSizesWork() throws {
    for (zone, agents) in [
      ("Asia/Kathmandu", 30), ("Australia/Lord_Howe", 26), ("Europe/London", 300),
    ] {
      let files = try sample(options(agents: agents, timezone: zone, asOf: "2026-04-08"))
      let history = try table(files, "history.csv")
      var total = 0
      try history.forEachRow { (row) throws(Problem) in total += try row.integer(2) }
      #expect(total > 20_000)
      let root = try ConfigTable(file: "centre.toml", bytes: try #require(files["centre.toml"]))
      #expect(root.table("centre")?.string("timezone") == zone)
    }
  }

  @Test func wrongOptionsAreErrors() throws {
    let zone = #expect(throws: Problem.self) { try sample(options(timezone: "America/NewYork")) }
    #expect(zone?.maybe == "America/New_York is meant")
    #expect(throws: Problem.self) { try sample(options(agents: 0)) }
    let few = #expect(throws: Problem.self) { try sample(options(agents: 1)) }
    #expect(few?.kind == .usage)
    let enough = try #require(few?.maybe?.split(separator: " ").last.flatMap { Int($0) })
    #expect((5...25).contains(enough))
    _ = try sample(options(agents: enough))
    #expect(throws: Problem.self) { try sample(options(agents: enough - 1)) }
  }

  @Test func aFolderInUseIsLeftAlone() throws {
    let files = try sampleCentre(
      inbound(), options(agents: 30), zones: .system, command: "test")
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/mine.txt", [65])
      let problem = #expect(throws: Problem.self) { try writeSample(files, to: folder) }
      #expect(problem?.value == "mine.txt")
      #expect(try namesInFolder(folder) == ["mine.txt"])
      try writeSample(files, to: "\(folder)/new/centre")
      #expect(try namesInFolder("\(folder)/new/centre").count == 4)
      #expect(throws: Problem.self) { try writeSample(files, to: "\(folder)/mine.txt") }
    }
  }

  @Test func profilesReportEveryProblem() throws {
    let text = """
      kind = "x"
      timezone = "UTC"
      agents = 10
      interval = "7m"
      weeks = 2
      fill = 0.9
      rules = ""
      colour = "blue"
      holiday = [{ name = "a", rule = "fourth Fryday of May" }]
      [people]
      availability = ["any"]
      skills = ["a 1"]
      given_names = ["A"]
      family_names = ["B"]
      [[queue]]
      id = "q"
      hours = "Mon-Fry 07:00-21:00"
      weekday = [1, 2]
      month = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
      handling_seconds = 300
      """
    let problems = #expect(throws: Problems.self) {
      try CentreProfile(file: "p.toml", bytes: Array(text.utf8))
    }
    let subjects = problems?.all.map(\.subject) ?? []
    for subject in ["interval", "colour", "contract", "people.availability", "queue[0].weekday"] {
      #expect(subjects.contains(subject), "\(subject) in \(subjects)")
    }
  }
}
