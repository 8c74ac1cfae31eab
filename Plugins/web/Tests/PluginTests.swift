import CMusterPlugin
import Files
import PluginContract
import PluginHost
import TestSupport
import Testing

/// The plugin as it is built: its rules test themselves, and its sample centre plans at once.
@Suite struct WebPluginTests {
  @Test func everyExampleHasItsOutcome() throws {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let loader = PluginLoader(program: musterExecutable, version: "test")
    let plugin = try loader.load("\(folder)/libmuster-web.so", isolated: false)
    #expect(plugin.id == "web")
    var tried = 0
    for rule in try plugin.rules() {
      for example in rule.examples {
        let outcome = try plugin.outcome(ofExample: example.name, rule: rule.id)
        #expect(outcome == example.expected, "\(rule.id): \(example.name)")
        tried += 1
      }
    }
    #expect(tried > 0)
  }

  private func plugin(_ settings: AnyJSON) throws -> Plugin {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let plugin = try PluginLoader(program: musterExecutable, version: "test")
      .load("\(folder)/libmuster-web.so", isolated: false)
    try plugin.configure(PluginConfiguration(settings: settings))
    return plugin
  }

  /// A week of hours from 2026-11-30, open 08:00 to 20:00 on weekdays.
  private func rows(night: Double) -> [muster_interval] {
    (0..<168).map { i in
      let isOpen = i / 24 < 5 && (8..<20).contains(i % 24)
      return muster_interval(
        start_unix: 1_795_996_800 + Int64(i) * 3600, length_s: 3600, utc_offset_s: 0,
        volume: isOpen ? 10 : night, aht_s: 360, low80: 0, high80: 99, low95: 0, high95: 99,
        flags: isOpen ? 0 : MUSTER_CLOSED, reserved: 0)
    }
  }

  /// E-mail that comes at night and on Sundays asks for people by day.
  @Test func nightMailIsStaffed() throws {
    let plugin = try plugin(["deferred": [["queue": "mail", "sla_hours": 4]]])
    let queue = QueueInfo(id: "mail", channel: "email", intervalS: 3600)
    func agents(_ night: Double) throws -> Int32 {
      let needs = try #require(
        try plugin.requirement(queue, goal: GoalInfo(), rows(night: night)))
      #expect(zip(needs, rows(night: night)).allSatisfy { $0.flags & MUSTER_CLOSED == $1.flags })
      return needs.map(\.agents).max() ?? 0
    }
    #expect(try agents(0) == 1)
    // 60 closed hours from Friday 20:00 at 4 contacts each: 24 h of work on Monday at 08:00, due by
    // noon with the hour's own: 25 h in four hours are 7 people.
    #expect(try agents(4) == 7)
    let work = try #require(try plugin.workload(queue, rows(night: 4)))
    // Monday 03:00 is due with the first four open hours, as Monday 08:00 is.
    #expect(work[3].due_unix == work[8].due_unix)
    #expect(work[8].due_unix == 1_795_996_800 + 12 * 3600)
  }

  @Test func theSampleCentrePlansAtOnce() throws {
    try withTemporaryFolder { folder in
      let centre = "\(folder)/sample"
      let made = try muster("init", centre, "--kind", "web", "--as-of", "2026-11-23")
      #expect(made.code == 0, "\(made.errors)")
      let planned = try muster(
        "plan", centre, "--as-of", "2026-11-23", "--roster-time", "0.1")
      #expect(planned.code == 0, "\(planned.errors)")
      let report = try text(of: "\(centre)/published/latest/report.txt")
      for words in ["chats at a time", "backlog at the end", "Bookable call-backs"] {
        #expect(report.contains(words), "\(words)")
      }
      let findings = "\(centre)/published/latest/findings.csv"
      if exists(findings) { #expect(try !text(of: findings).contains("violation,")) }
    }
  }

  /// A queue of conversations from its settings to its plan: staffed, rostered, proved and reported.
  @Test func conversationsArePlanned() throws {
    try withTemporaryFolder { folder in
      let centre = "\(folder)/sample"
      let made = try muster("init", centre, "--kind", "web", "--as-of", "2026-11-23")
      #expect(made.code == 0, "\(made.errors)")
      let before = try text(of: "\(centre)/centre.toml")
      let place = try #require(before.firstRange(of: "# Contracts: what a shift looks like."))
      let after =
        before[..<place.lowerBound] + """
          [[queue]]
          id = "messages"
          channel = "message"
          history_queues = ["email"]
          hours = "Mon-Fri 08:00-20:00; Sat 09:00-17:00"
          model = "plugin:web"
          skill = "chat"
          shrinkage = 0.05
          goal = { service_level = 0.9, within_seconds = 1800 }


          """ + before[place.lowerBound...] + """

          [[plugin.settings.messaging]]
          queue = "messages"
          replies_per_session = 3
          seconds_per_reply = 60
          pause_minutes = 45
          reply_minutes = 30

          """
      try writeFile("\(centre)/centre.toml", Array(String(after).utf8))
      let planned = try muster(
        "plan", centre, "--as-of", "2026-11-23", "--roster-time", "0.1", "--accept")
      #expect(planned.code == 0, "\(planned.errors)")
      let goals = try text(of: "\(centre)/published/latest/goals.csv")
      #expect(
        goals.contains("messages,2026-11-30,7,kept,at least 90.0 % of the replies within 30 min"),
        "\(goals)")
      let report = try text(of: "\(centre)/published/latest/report.txt")
      #expect(report.contains("Conversations of messages") && report.contains("open at most"))
    }
  }
}
