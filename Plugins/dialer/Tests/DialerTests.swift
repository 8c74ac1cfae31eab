import DialerModel
import Testing
import Workloads

@Suite struct DialerTests {
  let pacing = Pacing(handlingSeconds: 180, ringSeconds: 20)

  @Test func theModeFollowsTheSizeOfTheTeam() {
    func interval(_ agents: Int) -> DialerInterval {
      DialerInterval(agents: agents, contactRate: 0.15, pacing: pacing, seconds: 1800)
    }
    #expect(interval(8).mode == .progressive)
    #expect(interval(8).abandonment == 0)
    #expect(interval(30).mode == .predictive)
    #expect(interval(30).abandonment == 0.03)
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
    #expect(abs(pooling.separate - 40 * 0.5745) < 0.01)
    #expect(pooling.gain > 0.3)
    #expect(Pooling([], pacing: pacing).gain == 0)
  }
}
