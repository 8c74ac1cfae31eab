import Testing
import Workloads

@Suite struct DeadlineTests {
  /// 100,140,160,150,120,90,60,40 an hour at 6 minutes, to be done by the end of hour t + D.
  @Test(arguments: [(0, 160.0), (1, 114), (2, 95.714), (4, 76)])
  func constantCapacity(delay: Int, level: Double) {
    let work = [100.0, 140, 160, 150, 120, 90, 60, 40]
    #expect(abs(LevelBound(work: work, turnaround: delay + 1).level - level) < 0.001)
  }

  @Test func theBindingWindowIsNamed() {
    let bound = LevelBound(work: [100, 100, 300, 400, 150, 100, 100], turnaround: 2)
    #expect(bound.firstArrival == 2)
    #expect(bound.lastArrival == 3)
    #expect(bound.due == 4)
  }

  @Test func closedTimeDoesNotCount() {
    let jobs = [DeadlineJob(release: 0, deadline: 2, work: 8)]
    #expect(LevelBound(jobs: jobs, open: [1, 0, 1]).level == 4)
    #expect(LevelBound(jobs: jobs, open: [0, 0, 0]).level == .infinity)
    #expect(LevelBound(jobs: [], open: [1]).level == 0)
  }

  /// The bound is exact: the run is in time at the level and late just below it.
  @Test func theLevelIsTightOnAThousandInstances() {
    var state: UInt64 = 42
    func next(_ n: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % n
    }
    for _ in 0..<1000 {
      let periods = 3 + next(6)
      let open = (0..<periods).map { _ in Double(next(3)) }
      let jobs = (0..<(1 + next(6))).map { _ in
        let release = next(periods)
        return DeadlineJob(
          release: release, deadline: release + next(periods - release), work: Double(1 + next(9)))
      }
      let level = LevelBound(jobs: jobs, open: open).level
      guard level.isFinite else { continue }
      let fits = DeadlineRun(jobs: jobs, capacity: open.map { $0 * level * (1 + 1e-9) })
      #expect(fits.breached.allSatisfy { $0 < 1e-6 })
      let tight = DeadlineRun(jobs: jobs, capacity: open.map { $0 * level * 0.99 })
      #expect(tight.breached.contains { $0 > 0 })
    }
  }

  @Test func workIsNeitherLostNorInvented() {
    let jobs = [
      DeadlineJob(release: 0, deadline: 0, work: 5), DeadlineJob(release: 1, deadline: 3, work: 7),
    ]
    let run = DeadlineRun(jobs: jobs, capacity: [3, 3, 3])
    #expect(run.done == [3, 3, 3])
    #expect(run.backlog == [2, 6, 3])
    #expect(run.breached == [2, 0, 0])
    #expect(run.ages[2] == [0, 3])
  }
}
