import DialerModel
import Testing
import Workloads

@Suite struct DialerTests {
  let pacing = Pacing(handlingSeconds: 180, ringSeconds: 20)

  @Test func theModeFollowsTheSizeOfTheTeam() {
    func interval(_ agents: Int) -> DialerInterval {
      DialerInterval(agents: agents, contactRate: 0.15, pacing: pacing, seconds: 1800)
    }
    #expect(interval(1).mode == .progressive)
    #expect(interval(1).abandonment == 0)
    #expect(interval(30).mode == .predictive)
    #expect(interval(30).abandonment > 0.005 && interval(30).abandonment <= 0.03)
    #expect(interval(0).liveAnswers == 0)
    #expect(interval(40).utilisation > interval(30).utilisation)
  }

  @Test func callsPerSecondHaveHeadroom() {
    let interval = DialerInterval(
      agents: 20, contactRate: 0.15, pacing: pacing, seconds: 1800, mode: .progressive)
    #expect(abs(interval.callsPerSecond - 1.5 * interval.lines.dialsPerSecond) < 1e-12)
    #expect(abs(interval.liveAnswers - 20 * 0.5745 * 1800 / 180) < 0.1)
  }

  @Test func agentsForContactsAreTheFewest() {
    for contacts in [5.0, 60, 200, 700] {
      let n = DialerInterval.agents(
        contacts: contacts, contactRate: 0.15, pacing: pacing, seconds: 1800)
      let with = DialerInterval(agents: n, contactRate: 0.15, pacing: pacing, seconds: 1800)
      let less = DialerInterval(agents: n - 1, contactRate: 0.15, pacing: pacing, seconds: 1800)
      #expect(with.liveAnswers >= contacts - 1e-6)
      #expect(less.liveAnswers < contacts)
    }
    #expect(DialerInterval.agents(contacts: 0, contactRate: 0.1, pacing: pacing, seconds: 900) == 0)
  }

  @Test func poolingPays() {
    let groups = (1...4).map { RoutingGroup(name: "\($0)", agents: 10, contactRate: 0.15) }
    let pooling = Pooling(groups, pacing: pacing)
    let ten = pacing.dialling(agents: 10, contactRate: 0.15).utilisation
    #expect(abs(pooling.separate - 40 * ten) < 1e-9)
    #expect(pooling.gain > 0.05)
    #expect(Pooling([], pacing: pacing).gain == 0)
  }
}

/// A dialler on a clock of half seconds, written for this test alone: lines in proportion to free agents,
/// an answer after 10 s, silence after 20, geometric handling, 2 s of patience.
private struct PlainDialler {
  var state: UInt64

  mutating func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / 9_007_199_254_740_992
  }

  mutating func run(
    agents: Int, rate: Double, handling: Double, factor: Double
  ) -> (occupancy: Double, lost: Double) {
    let step = 0.5
    let end = Int(60_000 / step)
    let warm = end / 20
    var busy = 0
    var ringing: [Int: Int] = [:]
    var silent: [Int: Int] = [:]
    var lines = 0
    var waiting: [Int] = []
    var (answers, lost, busySteps) = (0, 0, 0)
    for t in 0..<end {
      for _ in 0..<busy where uniform() < step / handling { busy -= 1 }
      lines -= silent.removeValue(forKey: t) ?? 0
      let answered = ringing.removeValue(forKey: t) ?? 0
      lines -= answered
      waiting += Array(repeating: t, count: answered)
      if t > warm { answers += answered }
      while busy < agents, !waiting.isEmpty {
        waiting.removeFirst()
        busy += 1
      }
      while let first = waiting.first, Double(t - first) * step >= 2 {
        waiting.removeFirst()
        if t > warm { lost += 1 }
      }
      let target = Int((factor * Double(agents - busy)).rounded(.up)) - 1
      while lines < target {
        lines += 1
        if uniform() < rate {
          ringing[t + Int(10 / step), default: 0] += 1
        } else {
          silent[t + Int(20 / step), default: 0] += 1
        }
      }
      if t > warm { busySteps += busy }
    }
    return (
      Double(busySteps) / Double(agents * (end - warm - 1)),
      answers > 0 ? Double(lost) / Double(answers) : 0
    )
  }
}

@Suite struct DialledAheadTests {
  /// The occupancy that staffing counts on is reached within the limit, and little more can be.
  @Test(arguments: [(7, 0.11, 210.0), (10, 0.12, 180), (24, 0.16, 210)])
  func staffingIsWhatAPlainDiallerDoes(agents: Int, rate: Double, handling: Double) {
    var best = 0.0
    for quarter in 5...36 {
      var dialler = PlainDialler(state: 77)
      let found = dialler.run(
        agents: agents, rate: rate, handling: handling, factor: Double(quarter) / 4 + 0.1)
      if found.lost <= 0.03 { best = max(best, found.occupancy) }
    }
    let planned = Pacing(handlingSeconds: handling, ringSeconds: 20)
      .dialling(agents: Double(agents), contactRate: rate)
    #expect(planned.mode == .predictive)
    #expect(planned.utilisation < best + 0.02, "\(planned.utilisation) \(best)")
    #expect(planned.utilisation > best - 0.06, "\(planned.utilisation) \(best)")
  }
}
