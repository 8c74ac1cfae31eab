import OutboundModel
import Testing
import Workloads

@Suite struct ListTeamTests {
  /// 10,000 records, 25 % live per attempt of which 10 % the right party, at most 4 attempts.
  let work = ListWorkload(
    records: 10_000, attempts: Attempts(contactRate: 0.10, maximum: 4), handlingSeconds: 300,
    otherLive: 0.15, otherSeconds: 45)

  @Test func hoursToWorkAList() {
    #expect(abs(work.attempts.expected - 3.439) < 1e-9)
    #expect(abs(work.penetration - 0.3439) < 1e-9)
    #expect(abs(work.workHours - 351.06) < 0.005)
    let team = ListTeam(workload: work, windowHours: 40, occupancy: 0.82)
    #expect(abs(team.agents - 10.70) < 0.005)
    #expect(wholeUp(team.agents) == 11)
  }

  @Test func noWindowNoTeam() {
    #expect(ListTeam(workload: work, windowHours: 0, occupancy: 0.8).agents == .infinity)
  }

  @Test func missedCallBacksAreDialledAgain() {
    #expect(abs(ListTeam.callBackDials(promised: 100, reached: 0.85) - 115) < 1e-9)
  }
}

@Suite struct SampleTests {
  @Test(arguments: [
    (0.05, 0.95, nil, 385), (0.03, 0.95, nil, 1068), (0.05, 0.99, nil, 664),
    (0.05, 0.95, 1000, 278),
  ])
  func surveySizes(margin: Double, confidence: Double, population: Int?, completes: Int) {
    let sample = SurveySample(margin: margin, confidence: confidence, population: population)
    #expect(sample.completes == completes)
  }

  @Test func recordsForASurvey() {
    let sample = SurveySample(margin: 0.05)
    #expect(sample.records(reached: 0.4, completing: 0.5) == 1925)
    #expect(sample.records(reached: 0, completing: 0.5) == nil)
  }

  @Test func listeningTakesHours() {
    let sample = QualitySample(agents: 60, callsPerAgent: 5, secondsPerCall: 900)
    #expect(sample.calls == 300)
    #expect(sample.hoursPerMonth == 75)
    #expect(sample.marginPerAgent > 0.4)
  }
}
