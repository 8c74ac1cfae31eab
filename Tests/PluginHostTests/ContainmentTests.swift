import CMusterPlugin
import PluginContract
import PluginHost
import TestSupport
import Testing

/// What a bad plugin can do in isolated mode: nothing but lose its own contribution.
@Suite struct ContainmentTests {
  private func overlayFault(_ mode: String, seconds: Double = 20) throws -> PluginFault? {
    guard let plugin = try CFixture.misbehaving(mode, seconds: seconds) else { return nil }
    var rows = day()
    let found = try fault { _ = try plugin.overlay(QueueInfo(id: "q"), &rows) }
    #expect(rows.allSatisfy { $0.volume == 10 && $0.aht_s == 100 }, "rows changed by \(mode)")
    #expect(found != nil, "\(mode) went unnoticed")
    return found
  }

  @Test func goodOneWorks() throws {
    guard let plugin = try CFixture.misbehaving("good") else { return }
    var rows = day()
    #expect(try plugin.overlay(QueueInfo(id: "q"), &rows))
    #expect(rows.allSatisfy { $0.volume == 20 })
    // It left the prediction interval alone, so the host scaled it.
    #expect(rows.allSatisfy { $0.low80 == 16 && $0.high95 == 26 })
  }

  @Test func crashes() throws {
    for (mode, signal) in [("crash", 11), ("abort", 6), ("write-behind", 11)] {
      guard let found = try overlayFault(mode) else { return }
      #expect(found.reason == .died(signal: Int32(signal), exitCode: 0), "\(mode)")
      #expect(found.sentence == "died (signal \(signal))")
      #expect(found.exitCode == 10)
    }
  }

  @Test func endsItself() throws {
    guard let found = try overlayFault("exit") else { return }
    #expect(found.reason == .died(signal: 0, exitCode: 7))
    #expect(found.sentence == "ended by itself (exit code 7)")
  }

  @Test(arguments: ["loop", "sleep"]) func isStoppedWhenItDoesNotAnswer(_ mode: String) throws {
    guard let found = try overlayFault(mode, seconds: 0.3) else { return }
    #expect(found.reason == .timedOut(seconds: 0.3))
  }

  /// Not with a sanitizer, whose programs have no limit on their addresses.
  @Test(.enabled(if: environment("ASAN_OPTIONS") == nil && environment("TSAN_OPTIONS") == nil))
  func eatsMemory() throws {
    guard let found = try overlayFault("eat") else { return }
    guard case .died = found.reason else {
      Issue.record("\(found)")
      return
    }
  }

  @Test(arguments: [
    "write-before", "nan", "infinite", "negative", "move", "reopen", "bands",
  ]) func rowsThatMakeNoSense(_ mode: String) throws {
    guard let found = try overlayFault(mode) else { return }
    guard case .breach = found.reason else {
      Issue.record("\(mode): \(found)")
      return
    }
  }

  @Test(arguments: ["forge-socket", "forge-length", "close-socket"])
  func speaksPastTheContract(_ mode: String) throws {
    guard let found = try overlayFault(mode, seconds: 2) else { return }
    switch found.reason {
    case .breach, .died, .timedOut: break
    default: Issue.record("\(mode): \(found)")
    }
  }

  @Test func refusalKeepsItsWords() throws {
    guard let found = try overlayFault("refuse") else { return }
    #expect(found.sentence == "queue q is not to my taste")
    guard let odd = try overlayFault("error-unterminated") else { return }
    #expect(odd.sentence == String(repeating: "x", count: 384))
    guard let status = try overlayFault("status") else { return }
    #expect(status.sentence == "gave up with status 4711")
  }

  @Test func passDiscardsItsRows() throws {
    guard let plugin = try CFixture.misbehaving("pass") else { return }
    var rows = day()
    #expect(try !plugin.overlay(QueueInfo(id: "q"), &rows))
    #expect(rows.allSatisfy { $0.volume == 10 })
  }

  @Test func deadOneStaysDeadAndSaysWhy() throws {
    guard let plugin = try CFixture.misbehaving("crash") else { return }
    var rows = day()
    let first = try fault { _ = try plugin.overlay(QueueInfo(id: "q"), &rows) }
    let second = try fault { _ = try plugin.audit(PlanInfo()) }
    #expect(first != nil && first == second)
  }

  @Test(arguments: ["share", "agents", "unterminated", "foreign"])
  func requirementsThatMakeNoSense(_ mode: String) throws {
    guard let plugin = try CFixture.misbehaving(mode) else { return }
    let found = try fault {
      _ = try plugin.requirement(QueueInfo(id: "q"), goal: GoalInfo(), day())
    }
    guard case .breach? = found?.reason else {
      Issue.record("\(mode): \(found.map { "\($0)" } ?? "unnoticed")")
      return
    }
  }

  @Test func requirementOfTheFixture() throws {
    guard let plugin = try CFixture.misbehaving("good") else { return }
    let needs = try plugin.requirement(QueueInfo(id: "q"), goal: GoalInfo(), day())
    #expect(needs?.count == 96)
    #expect(needs?.allSatisfy { $0.agents == 2 && $0.service_level.isNaN } == true)
  }

  @Test(arguments: [
    "not-json", "wrong-type", "no-rule", "not-utf8", "nothing", "deep", "endless",
  ]) func answersThatMakeNoSense(_ mode: String) throws {
    guard let plugin = try CFixture.misbehaving(mode) else { return }
    let found = try fault { _ = try plugin.audit(PlanInfo()) }
    guard case .breach? = found?.reason else {
      Issue.record("\(mode): \(found.map { "\($0)" } ?? "unnoticed")")
      return
    }
  }

  @Test func answerThatLiesAboutItsLength() throws {
    guard let plugin = try CFixture.misbehaving("size-lie") else { return }
    #expect(try fault { _ = try plugin.audit(PlanInfo()) } != nil)
  }

  @Test func logIsBoundedAndRepaired() throws {
    let book = LogBook()
    guard let plugin = try CFixture.misbehaving("log-garbage", log: book) else { return }
    var rows = day()
    #expect(try plugin.overlay(QueueInfo(id: "q"), &rows))
    #expect(book.all.allSatisfy { $0.hasPrefix("org.example.fixture ") })
    let flood = LogBook()
    guard let noisy = try CFixture.misbehaving("log-flood", log: flood) else { return }
    #expect(try noisy.overlay(QueueInfo(id: "q"), &rows))
    #expect(flood.all.count <= 20_000)
  }

  @Test func configurationThatIsRefusedNamesTheSetting() throws {
    guard let path = try CFixture.library("misbehaving.c") else { return }
    let plugin = try makeLoader().load(path, isolated: true)
    let found = try fault {
      try plugin.configure(PluginConfiguration(settings: ["mode": "configure-refuse"]))
    }
    #expect(
      found?.reason
        == .refused(
          status: MUSTER_E_CONFIG, setting: "settings.mode", message: "is a mode I refuse"))
  }
}
