import Simulation
import Testing
import Workloads

/// Cases one by one, against what can be counted by hand.
@Suite struct CaseFloorTests {
  private func person(
    _ stretches: [Range<Double>], checks: Bool = true, makes: Bool = true
  ) -> CaseFloor.Person {
    .init(stretches: stretches, pace: 1, makes: [makes], checks: [checks])
  }

  private func run(
    _ people: [CaseFloor.Person], check: Double? = 300, cases: Double = 4, due: Int = 1
  ) -> CaseFloor.Outcome {
    var none: RandomStream?
    return CaseFloor(
      kinds: [.init(seconds: 600, checkSeconds: check)], people: people,
      jobs: [.init(release: 0, due: due, kind: 0, cases: cases, isBacklog: true)], intervals: 4,
      intervalSeconds: 1800
    ).run(&none)
  }

  /// Four cases of ten minutes lie there: one person has them done after 40 minutes, in the second half hour.
  @Test func onePersonWithoutChecks() {
    let found = run([person([0..<7200])], check: nil)
    #expect(found.tallies.map(\.served) == [3, 1, 0, 0])
    #expect(found.tallies.map(\.backlog) == [1, 0, 0, 0])
    #expect(found.tallies.map(\.busySeconds) == [1800, 600, 0, 0])
    #expect(found.kinds[0].inTime == 4 && found.missed.isEmpty)
  }

  @Test func alone() {
    let found = run([person([0..<7200])])
    #expect(found.tallies.reduce(0) { $0 + $1.served } == 0)
    #expect(found.missed.map { [$0.kind, $0.due, Int($0.cases)] } == [[0, 1, 4]])
    #expect(found.tallies.map(\.backlog) == [4, 4, 4, 4])
    #expect(found.tallies.map(\.late) == [0, 4, 4, 4])
    // All four were made.
    #expect(found.tallies.reduce(0) { $0 + $1.busySeconds } == 2400)
  }

  /// Two make a case each for ten minutes, then each checks the other's for five; so again: done at 15 and 30.
  @Test func twoOfThem() {
    let found = run([person([0..<7200]), person([0..<7200])])
    #expect(found.tallies.map(\.served) == [4, 0, 0, 0])
    #expect(found.tallies.map(\.busySeconds) == [3600, 0, 0, 0])
  }

  /// The second comes when the first has gone: he checks what lies there, 5 minutes each, and nobody checks
  /// what he made.
  @Test func oneAfterTheOther() {
    let found = run([person([0..<1800]), person([3600..<7200])], due: 3)
    #expect(found.tallies.map(\.served) == [0, 0, 3, 0])
    #expect(found.missed.map { [$0.kind, $0.due, Int($0.cases)] } == [[0, 3, 1]])
  }

  /// What is in hand is finished after the break.
  @Test func aBreak() {
    let found = run([person([0..<300, 1800..<7200])], check: nil, cases: 1)
    #expect(found.tallies.map(\.served) == [0, 1, 0, 0])
    #expect(found.tallies.map(\.busySeconds) == [300, 300, 0, 0])
    #expect(found.tallies.map(\.staffedSeconds) == [300, 1800, 1800, 1800])
  }

  /// Whatever the people may do: nothing is lost, nobody is busy longer than there, and more who may do more
  /// do no less where everything is due on one day.
  @Test(arguments: 0..<40)
  func countsAgree(seed: Int) {
    var stream: RandomStream? = RandomStream(seed: UInt64(seed), stream: 1)
    func chance(_ p: Double) -> Bool { (stream?.uniform() ?? 1) < p }
    let people = (0..<6).map { _ in
      let from = (stream?.uniform() ?? 0) * 20_000
      return CaseFloor.Person(
        stretches: [from..<from + 9000, from + 10_000..<from + 18_000], pace: 0.9,
        makes: (0..<3).map { _ in chance(0.6) }, checks: (0..<3).map { _ in chance(0.5) })
    }
    let jobs = (0..<30).map { t in
      CaseFloor.Job(release: t, due: t + 5 * (t % 3 + 1), kind: t % 3, cases: 5)
    }
    let floor = CaseFloor(
      kinds: [
        .init(seconds: 700, checkSeconds: 200), .init(seconds: 400, rework: 0.1),
        .init(seconds: 900, checkSeconds: 500, rework: 0.2),
      ], people: people, jobs: jobs, intervals: 40, intervalSeconds: 900)
    let found = floor.run(&stream)
    let offered = found.tallies.reduce(0) { $0 + $1.offered }
    let done = found.tallies.reduce(0) { $0 + $1.served }
    #expect(offered - done == found.tallies.last?.backlog)
    let missed = found.missed.reduce(0) { $0 + $1.cases }
    let kinds = found.kinds.reduce(into: (judged: 0.0, inTime: 0.0)) {
      $0.judged += $1.judged
      $0.inTime += $1.inTime
    }
    #expect(kinds.judged - kinds.inTime == missed)
    #expect(found.tallies.allSatisfy { $0.busySeconds <= $0.staffedSeconds + 1e-6 })
    for t in found.tallies.indices.dropFirst() {
      let before = found.tallies[t - 1].backlog
      let (came, went) = (found.tallies[t].offered, found.tallies[t].served)
      #expect(found.tallies[t].backlog == before + came - went)
    }
  }
}
