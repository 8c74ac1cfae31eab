import Queueing
import Testing
import Workloads

@Suite struct InboundStaffingTests {
  @Test func threeHundredSixtyCallsInHalfAnHour() throws {
    let question = StaffingQuestion(
      callsPerHour: 720, handlingSeconds: 300, thresholdSeconds: 20)
    #expect(question.load == 60)
    let answer = try Staffing.minimumAgents(
      for: question, goals: StaffingGoals(serviceLevel: 0.8))
    #expect(answer.agents == 67)
    #expect(abs(answer.performance.serviceLevel.ofOffered - 0.823) < 0.0006)
    #expect(abs(answer.performance.averageSpeedOfAnswer - 12.1) < 0.06)
    #expect(abs(answer.performance.occupancy - 0.896) < 0.0006)
  }

  @Test(arguments: [(5, 11), (10, 18), (20, 30), (50, 64), (100, 117), (150, 170), (200, 221)])
  func linesAtOnePercent(erlangs: Int, lines: Int) {
    let traffic = LineTraffic(
      callsPerSecond: Double(erlangs), menuSeconds: 0, waitSeconds: 0, talkSeconds: 1)
    #expect(traffic.lines() == lines)
  }

  /// Callers who try again ask for more lines where many are turned away, and for none where few are.
  @Test func redialsTakeLines() throws {
    let traffic = LineTraffic(
      callsPerSecond: 0.1, menuSeconds: 20, waitSeconds: 30, talkSeconds: 250)
    #expect(abs(traffic.erlangs - 30) < 1e-9)
    let plain = try #require(traffic.lines(blocking: 0.2))
    let again = try #require(traffic.lines(blocking: 0.2, redials: 0.9))
    // By hand: B(27, 30) = 0.1966; with redials A (1 - 0.9 B(A)) = 30 asks for B(A) = 0.2 at A = 36.6.
    #expect(again > plain, "\(plain) \(again)")
    let found = try #require(traffic.attempts(lines: again, redials: 0.9))
    #expect(found.perCaller > 1 && found.perCaller < 1 / (1 - 0.9 * 0.2) + 1e-9)
    #expect(found.lost < 0.1 * 0.2 * found.perCaller + 1e-9)
    #expect(traffic.lines(blocking: 0.2, redials: 0) == plain)
  }

  @Test func afterCallWorkHoldsNoLine() throws {
    let performance = try Staffing.performance(
      of: StaffingQuestion(callsPerHour: 720, handlingSeconds: 300), agents: 67)
    let traffic = LineTraffic(
      callsPerSecond: 0.2, menuSeconds: 30, waitSeconds: performance.meanWait, talkSeconds: 240)
    #expect(traffic.talkErlangs == 48)
    #expect(abs(traffic.waitErlangs - 2.4) < 0.03)
    #expect(traffic.menuErlangs == 6)
    #expect(abs(traffic.erlangs - 56.4) < 0.03)
    #expect(traffic.lines() == 71)
  }
}
