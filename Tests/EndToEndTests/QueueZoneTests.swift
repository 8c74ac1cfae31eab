import CivilTime
import Files
import TestSupport
import Testing

/// Clients in London, Dallas and Sydney on one floor in Manila, over three different changes of clocks:
/// Dallas on 8 March, London on 29 March, Sydney back on 5 April 2026.
@Suite struct QueueZoneTests {
  /// A centre, a queue and a site are in places, and so is what is given beside them.
  @Test(arguments: [
    "forecast --history history.csv --as-of 2026-11-23 --timezone EST",
    "roster --requirement r.csv --agents agents.csv --rules rules.toml --timezone Etc/GMT+5",
    "roster --requirement r.csv --agents agents.csv --rules rules.toml",
    "import history.csv --to - --timezone EST",
    "compare . --as-of 2026-11-23",
  ])
  func anOffsetIsNoPlaceAnywhere(line: String) throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.write("r.csv", "interval_start,scheduled\n2026-11-30 09:00:00,1\n")
      try centre.write(
        "rules.toml", "timezone = \"EST\"\n[[contract]]\nid = \"FT\"\nlength = \"8h\"\n")
      try centre.write(
        "compare.toml",
        """
        [[site]]
        id = "home"
        timezone = "EST"
        currency = "USD"
        hourly_rate = 20

        [[scenario]]
        id = "a"
        sites = ["home"]

        """)
      let words = line.split(separator: " ").map { word in
        word == "." || word.hasSuffix(".csv") || word.hasSuffix(".toml")
          ? "\(centre.folder)/\(word)" : String(word)
      }
      let told = try run([musterExecutable] + words)
      #expect(told.code != 0)
      #expect(
        told.errors.contains("is an offset or an abbreviation, not a place"), "\(told.errors)")
    }
  }

  private static let configuration = """
    [centre]
    name = "Floor"
    timezone = "Asia/Manila"
    interval = "30m"

    [inputs]
    agents = "agents.csv"
    holidays = "holidays.csv"

    [[queue]]
    id = "london"
    timezone = "Europe/London"
    calendar = "UK"
    hours = "Mon-Fri 09:00-17:00"
    closed_on = ["public"]
    history = "london.csv"

    [[queue]]
    id = "dallas"
    timezone = "America/Chicago"
    calendar = "US"
    hours = "Mon-Fri 09:00-17:00"
    closed_on = ["public"]
    history = "dallas.csv"

    [[queue]]
    id = "sydney"
    timezone = "Australia/Sydney"
    calendar = "AU"
    hours = "Mon-Fri 09:00-17:00"
    closed_on = ["public"]
    history = "sydney.csv"

    [[contract]]
    id = "FT"
    length = "8h"

    """

  private static let holidays = """
    date,calendar,kind,name
    2026-03-17,UK,observance,Saint Patrick
    2026-04-03,UK,public,Good Friday
    2026-04-06,AU,public,Easter Monday
    2026-03-30,US,public,A day of the client

    """

  /// The first opening in UTC, by queue and first and last local date, from Python's zoneinfo.
  private static let openings: [(queue: String, from: String, to: String, utc: String)] = [
    ("london", "2026-03-02", "2026-03-27", "09:00"),
    ("london", "2026-03-30", "2026-04-10", "08:00"),
    ("dallas", "2026-03-02", "2026-03-06", "15:00"),
    ("dallas", "2026-03-09", "2026-04-10", "14:00"),
    // In Sydney the day begins when it is the day before in UTC.
    ("sydney", "2026-03-02", "2026-04-03", "22:00"),
    ("sydney", "2026-04-06", "2026-04-10", "23:00"),
  ]

  private func centre(in parent: String) throws -> String {
    let folder = "\(parent)/floor"
    try makeFolder(folder)
    func write(_ name: String, _ text: String) throws {
      try writeFile("\(folder)/\(name)", Array(text.utf8))
    }
    try write("centre.toml", Self.configuration)
    try write("holidays.csv", Self.holidays)
    try write("agents.csv", "agent_id,contract\nA1,FT\n")
    let first = try #require(CivilDate("2025-12-01"))
    for queue in ["london", "dallas", "sydney"] {
      // By the clients' own clocks, without an offset; busiest in the first half hour.
      var text = "interval_start,offered\n"
      for day in 0..<84 {
        let date = first + day
        guard date.weekday < .saturday else { continue }
        for slot in 18..<34 {
          let hour = slot / 2 < 10 ? "0\(slot / 2)" : "\(slot / 2)"
          text += "\(date) \(hour):\(slot % 2 == 0 ? "00" : "30"),"
          text += "\((slot == 18 ? 40 : 10) + (day * 5 + slot) % 3)\n"
        }
      }
      try write("\(queue).csv", text)
    }
    return folder
  }

  @Test func eachClientsHoursFollowItsOwnClocks() throws {
    try withTemporaryFolder { parent in
      let folder = try centre(in: parent)
      let result = try muster(
        "forecast", folder, "--as-of", "2026-03-01", "--from", "2026-03-02", "--weeks", "6",
        "--format", "csv")
      #expect(result.code == 0, "\(result.errors)")
      let lines = result.output.split(separator: "\n").dropFirst()
      var open: [String: Set<Instant>] = [:]
      var busiest: [String: Set<Instant>] = [:]
      var starts: [String: Set<Instant>] = [:]
      for line in lines {
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let start = try Instant(cells[1], in: .utc)
        starts[cells[0], default: []].insert(start)
        guard cells.last != "closed" else { continue }
        open[cells[0], default: []].insert(start)
        if let contacts = Double(cells[2]), contacts > 25 {
          busiest[cells[0], default: []].insert(start)
        }
      }
      // The period is the centre's: 42 days of Manila, whatever the clients' clocks do.
      let manila = try Instant("2026-03-01T16:00:00Z", in: .utc)
      for queue in ["london", "dallas", "sydney"] {
        #expect(starts[queue] == Set((0..<(42 * 48)).map { manila + $0 * 1800 }), "\(queue)")
        var expected: Set<Instant> = []
        var first: Set<Instant> = []
        for row in Self.openings where row.queue == queue {
          let (from, to) = (try #require(CivilDate(row.from)), try #require(CivilDate(row.to)))
          for day in 0...(to - from) where (from + day).weekday < .saturday {
            let local = from + day
            let closed = ["london": "2026-04-03", "sydney": "2026-04-06", "dallas": "2026-03-30"]
            guard "\(local)" != closed[queue] else { continue }
            let date = queue == "sydney" ? local - 1 : local
            let opening = try Instant("\(date)T\(row.utc):00Z", in: .utc)
            first.insert(opening)
            expected.formUnion((0..<16).map { opening + $0 * 1800 })
          }
        }
        let end = manila + 42 * 86_400
        #expect(open[queue] == expected.filter { $0 >= manila && $0 < end }, "\(queue)")
        #expect(busiest[queue] == first.filter { $0 >= manila && $0 < end }, "\(queue)")
      }
    }
  }

  @Test func clocksThatMissTheGridAreNamed() throws {
    try withTemporaryFolder { parent in
      let folder = try centre(in: parent)
      let path = "\(folder)/centre.toml"
      let changed = try text(of: path).replacing("\"30m\"", with: "\"1h\"")
        .replacing("Europe/London", with: "Asia/Kolkata")
      try writeFile(path, Array(changed.utf8))
      let result = try muster("forecast", folder, "--as-of", "2026-03-01", "--format", "csv")
      #expect(result.code == 4, "\(result.errors)")
      #expect(result.errors.contains("queue london") && result.errors.contains("Asia/Kolkata"))
    }
  }

  @Test func checkSaysWhichDayClosesWhom() throws {
    try withTemporaryFolder { parent in
      let folder = try centre(in: parent)
      let result = try muster("check", folder, "--as-of", "2026-03-01", "--from", "2026-03-30")
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.output.contains("2026-04-03: queue london is closed, Good Friday"))
      #expect(result.output.contains("2026-03-30: queue dallas is closed"))
      #expect(!result.output.contains("Saint Patrick"))
    }
  }
}
