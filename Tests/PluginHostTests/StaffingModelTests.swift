import CMusterPlugin
import Configuration
import Diagnostics
import Files
import PluginContract
import PluginHost
import TestSupport
import Testing

/// Explanation and simulation of every plugin of this build that has a staffing model.
@Suite struct StaffingModelTests {
  private struct Subject {
    var plugin: Plugin
    var name: String
  }

  /// The plugins that add a requirement, set up for the queue `probe`.
  private func subjects() throws -> [Subject] {
    let folder = "\(packageFolder)/Plugins"
    return try ((try? namesInFolder(folder)) ?? []).sorted().compactMap { name -> Subject? in
      let library = "\(buildFolder)/libmuster-\(name).so"
      let path = "\(folder)/\(name)/probe.toml"
      guard exists(library), exists(path) else { return nil }
      let plugin = try makeLoader().load(library, isolated: false)
      guard plugin.adds(.requirement) else { return nil }
      let table = try ConfigTable(file: path, bytes: readFile(path))
      let settings: AnyJSON = try ContractCoding.value(of: table.json())
      try plugin.configure(
        PluginConfiguration(
          settings: settings,
          centre: CentreInfo(
            id: "c", zone: "UTC", intervalS: 1800, asOfUnix: monday - 86_400, fromUnix: monday,
            toUnix: monday + 604_800)))
      return Subject(plugin: plugin, name: name)
    }
  }

  /// 2026-11-30T00:00:00Z, a Monday.
  private let monday: Int64 = 1_795_996_800

  /// A week of half hours, open 09:00 to 18:00 on weekdays; `night` contacts while closed.
  private func week(night: Double = 0) -> [IntervalInfo] {
    (0..<336).map { i in
      let isOpen = i / 48 < 5 && (18..<36).contains(i % 48)
      let volume = isOpen ? 6 + Double(i % 5) : night
      return IntervalInfo(
        startUnix: monday + Int64(i) * 1800, lengthS: 1800, volume: volume, ahtS: 300,
        low80: volume * 0.5, high80: volume * 2, low95: volume * 0.2, high95: volume * 3,
        closed: !isOpen)
    }
  }

  private let queue = QueueInfo(
    id: "probe", channel: "call", zone: "UTC", intervalS: 1800, patienceS: 180)
  private let goal = GoalInfo(serviceLevel: 0.8, withinS: 20)

  private func slots(_ rows: [IntervalInfo], _ agents: (Int) -> Double) -> [AgentSlot] {
    rows.indices.filter { !rows[$0].closed }.flatMap { i in
      (0..<6).map {
        AgentSlot(
          startUnix: rows[i].startUnix + Int64($0) * 300, seconds: 300, agents: agents(i))
      }
    }
  }

  /// The number explained is the number required, on every row; and open rows have a reason.
  @Test func everyRowIsExplainedAsItIsRequired() throws {
    for subject in try subjects() {
      for rows in [week(), week(night: 2)] {
        let raw = rows.map { row in
          muster_interval(
            start_unix: row.startUnix, length_s: 1800, utc_offset_s: 0, volume: row.volume,
            aht_s: row.ahtS, low80: row.low80, high80: row.high80, low95: row.low95,
            high95: row.high95, flags: row.closed ? MUSTER_CLOSED : 0, reserved: 0)
        }
        let needs = try #require(try subject.plugin.requirement(queue, goal: goal, raw))
        let answer = try #require(
          try subject.plugin.explain(
            ExplainQuestion(queue: queue, goal: goal, rows: rows, indices: Array(rows.indices))),
          "\(subject.name) explains nothing")
        for (need, found) in zip(needs, answer.explanations) {
          #expect(found.agents == (need.agents < 0 ? nil : Int(need.agents)), "\(subject.name)")
          #expect(found.closed == (need.flags & MUSTER_CLOSED != 0), "\(subject.name)")
          if need.agents > 0 {
            #expect(found.steps.count >= 4, "\(subject.name): \(found.steps)")
            #expect(
              found.steps.contains {
                $0.name == "agents on the phone" && $0.value == "\(need.agents)"
              },
              "\(subject.name): \(found.steps)")
          }
        }
        #expect(zip(rows, needs).allSatisfy { !$0.closed || $1.flags & MUSTER_CLOSED != 0 })
      }
    }
  }

  /// The seed decides, more agents serve better, and every goal is judged or named.
  @Test func everyModelSimulatesItself() throws {
    for subject in try subjects() {
      let rows = week()
      let raw = try #require(
        try subject.plugin.explain(
          ExplainQuestion(queue: queue, goal: goal, rows: rows, indices: Array(rows.indices))))
      func simulate(_ share: Double, seed: Int64 = 9) throws -> SimulateAnswer {
        try #require(
          try subject.plugin.simulate(
            SimulateQuestion(
              queue: queue, goal: goal, rows: rows,
              slots: slots(rows) { Double(raw.explanations[$0].agents ?? 6) * share },
              replications: 24, seed: seed)), "\(subject.name) simulates nothing")
      }
      let whole = try simulate(1)
      let again = try simulate(1)
      #expect(again == whole, "\(subject.name)")
      let other = try simulate(1, seed: 10)
      #expect(other != whole, "\(subject.name)")
      #expect(whole.days.count == 7)
      #expect(!whole.verdicts.isEmpty, "\(subject.name)")
      let named = whole.verdicts.map(\.goal) + whole.notJudged.map(\.goal)
      // The goal of the question, or the settings' own in its place.
      #expect(named.contains { $0.contains(" % ") }, "\(subject.name): \(named)")
      let few = try simulate(0.1)
      func success(_ answer: SimulateAnswer) -> Double {
        answer.total.serviceLevel
          ?? (answer.total.served ?? 0) / max(1e-9, answer.total.offered)
      }
      #expect(success(few) < success(whole) - 0.02, "\(subject.name): \(success(few))")
      // The number it asked for does what it promises, but for the chance of a day; where it asks for
      // nobody since nobody may be called, contacts of this made-up week are left.
      let isStaffed = zip(rows, raw.explanations).allSatisfy { $0.closed || $1.agents != 0 }
      #expect(!isStaffed || success(whole) > 0.78, "\(subject.name): \(whole.total)")
      let nobody = try simulate(0)
      #expect((nobody.total.served ?? 0) == 0, "\(subject.name)")
      let isMissed = nobody.verdicts.contains { $0.missed }
      #expect(isMissed, "\(subject.name)")
    }
  }

  /// Work that comes at night needs people by day; calls that do are said.
  @Test func whatComesWhileClosedIsNotForgotten() throws {
    for subject in try subjects() {
      let rows = week(night: 2)
      let answer = try #require(
        try subject.plugin.simulate(
          SimulateQuestion(
            queue: queue, goal: goal, rows: rows, slots: slots(rows) { _ in 4 }, replications: 4,
            seed: 1)))
      #expect(
        answer.notes.contains { $0.contains("while") && $0.contains("closed") },
        "\(subject.name): \(answer.notes)")
    }
  }

  /// The plugin that a queue names is there and passed: that is what is said.
  @Test func aPluginThatPassedIsSaidToHavePassed() throws {
    guard let subject = try subjects().first else { return }
    let session = PluginSession([subject.plugin])
    let passed = session.noRequirement(for: "other", by: subject.plugin.id)
    #expect(passed.what.contains("passed on the queue"))
    let absent = session.noRequirement(for: "other", by: "org.example.absent")
    #expect(absent.maybe?.contains("add [[plugin]]") == true)
  }
}
