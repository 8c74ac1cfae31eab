import Queueing
import TestSupport
import Testing

/// Callers who find no line and try again, against lines that are simulated call by call.
@Suite struct RedialTests {
  /// A group of lines, written from what happens: a caller takes a free line for an exponential time, or finds
  /// none and tries again after a while, or gives up.
  private struct PlainLines {
    var lines: Int
    var perSecond: Double
    var hold: Double
    var redials: Double
    var pause: Double

    /// Attempts, blocked attempts, callers and those who gave up.
    func run(_ random: inout SeededGenerator, seconds: Double) -> [Double] {
      var busy: [Double] = []
      var again: [Double] = []
      var next = random.exponential(mean: 1 / perSecond)
      var counts = [0.0, 0, 0, 0]
      // A first part is not counted.
      let begin = 0.1 * seconds
      while true {
        let back = again.min() ?? .infinity
        let time = min(next, back)
        guard time < seconds else { return counts }
        let isFirst = next <= back
        if isFirst {
          next = time + random.exponential(mean: 1 / perSecond)
        } else {
          again.removeAll { $0 == back }
        }
        busy.removeAll { $0 <= time }
        let counted = time >= begin ? 1.0 : 0
        counts[0] += counted
        if isFirst { counts[2] += counted }
        if busy.count < lines {
          busy.append(time + random.exponential(mean: hold))
          continue
        }
        counts[1] += counted
        if random.happens(redials) {
          again.append(time + random.exponential(mean: pause))
        } else {
          counts[3] += counted
        }
      }
    }
  }

  private func question(_ load: Double) -> StaffingQuestion {
    StaffingQuestion(load: load, handlingSeconds: 1, patienceSeconds: 0, thresholdSeconds: 0)
  }

  @Test(
    "attempts, blocking and loss are those of lines simulated call by call",
    arguments: [(5, 4.0, 0.7), (12, 10.0, 0.9), (20, 22.0, 0.6)])
  func callByCall(lines: Int, load: Double, redials: Double) throws {
    let said = try ErlangX.performance(of: question(load), redial: redials, agents: Double(lines))
    var (blocking, attempts, lost) = (SampleMean(), SampleMean(), SampleMean())
    for run in 0..<24 {
      var random = SeededGenerator(state: UInt64(run))
      // A line is held for a second on average, and tried again after thirty.
      let counts = PlainLines(
        lines: lines, perSecond: load, hold: 1, redials: redials, pause: 30
      ).run(&random, seconds: 3000)
      blocking.add(counts[1] / counts[0])
      attempts.add(counts[0] / counts[2])
      lost.add(counts[3] / counts[2])
    }
    // Pauses are long, not endless: repeated attempts still follow the bursts that made them, a little.
    let blocked = said.perAttempt.abandonment
    #expect(blocking.agrees(with: blocked, beside: 0.02 * blocked), "\(said) \(blocking)")
    #expect(attempts.agrees(with: said.attemptsPerCaller, beside: 0.01), "\(said) \(attempts)")
    #expect(
      lost.agrees(with: said.lostPerCaller, beside: 0.02 * said.lostPerCaller), "\(said) \(lost)")
    #expect(blocking.standardError < 0.02 * blocked)
  }

  /// Nobody redials: Erlang B. Everybody does: what is carried is what is offered.
  @Test func theEndsOfTheScale() throws {
    let none = try ErlangX.performance(of: question(8), redial: 0, agents: 10)
    let plain = try ErlangB.blocking(lines: 10, load: 8)
    #expect(abs(none.perAttempt.abandonment - plain) < 1e-12 && none.attemptsPerCaller == 1)
    let all = try ErlangX.performance(of: question(8), redial: 1, agents: 10)
    #expect(abs(all.attemptsPerCaller * (1 - all.perAttempt.abandonment) - 1) < 1e-9)
    #expect(all.lostPerCaller == 0 && all.perAttempt.abandonment > plain)
  }

  /// A slow oracle: the fixed point by repetition, and the fewest lines by trying all.
  @Test(arguments: [
    (3.0, 0.01, 0.8), (7.1, 0.02, 0.5), (40, 0.1, 0.95), (0.2, 0.3, 0.9), (15, 0.3, 1),
  ])
  func byRepetition(load: Double, target: Double, redials: Double) throws {
    func repeated(_ lines: Double) throws -> Double? {
      var attempts = load
      for _ in 0..<200_000 {
        let next = try load + redials * attempts * ErlangB.blocking(lines: lines, load: attempts)
        if abs(next - attempts) < 1e-13 * next { return next }
        attempts = next
      }
      return nil
    }
    let found = try ErlangX.minimumAgents(
      for: question(load), redial: redials, goals: StaffingGoals(abandonment: target)
    ).agents
    // With everybody redialling, no more lines than erlangs have no steady state.
    for lines in stride(from: redials == 1 ? load + 1 : 1, through: found + 3, by: 1) {
      let said = try ErlangX.performance(of: question(load), redial: redials, agents: lines)
      if let attempts = try repeated(lines) {
        #expect(abs(attempts / load - said.attemptsPerCaller) < 1e-6, "\(lines)")
      }
      #expect((said.perAttempt.abandonment <= target) == (lines >= found), "\(lines) \(said)")
    }
  }
}
