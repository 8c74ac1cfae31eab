import Simulation
import Testing
import Workloads

@Suite struct DeferredReplayTests {
  /// Without chance the replay is the run of deadline work.
  @Test func expectedRunIsEarliestDeadlineFirst() {
    let work = [3.0, 0, 5, 1, 0, 2]
    let capacity = [2.0, 1, 1, 0, 3, 1]
    let run = DeadlineRun(
      jobs: work.enumerated().map {
        DeadlineJob(release: $0.offset, deadline: $0.offset + 1, work: $0.element)
      }, capacity: capacity)
    let replay = DeferredReplay(
      jobs: work.enumerated().map {
        .init(
          release: $0.offset, due: $0.offset + 1, contacts: $0.element * 10,
          secondsPerContact: 360)
      }, intervalSeconds: 3600)
    var none: RandomStream?
    let tallies = replay.run(agentSeconds: capacity.map { $0 * 3600 }, &none)
    for t in work.indices {
      #expect(abs(tallies[t].backlog / 10 - run.backlog[t]) < 1e-9, "backlog in \(t)")
      #expect(abs(tallies[t].served / 10 - run.done[t]) < 1e-9, "done in \(t)")
      #expect(abs(tallies[t].late / 10 - run.overdue[t]) < 1e-9, "late in \(t)")
    }
    let judged = tallies.reduce(0) { $0 + $1.judged }
    let offered = tallies.reduce(0) { $0 + $1.offered }
    #expect(offered == 110)
    // The last arrivals are due in the period after the last and are not all done: not judged.
    #expect(judged < offered)
  }

  @Test func nothingIsLostInARandomRun() {
    let replay = DeferredReplay(
      jobs: (0..<48).map { .init(release: $0, due: $0 + 8, contacts: 3, secondsPerContact: 300) },
      intervalSeconds: 1800)
    var stream: RandomStream? = RandomStream(seed: 2, stream: 0)
    let tallies = replay.run(agentSeconds: [Double](repeating: 1000, count: 48), &stream)
    let offered = tallies.reduce(0) { $0 + $1.offered }
    let served = tallies.reduce(0) { $0 + $1.served }
    #expect(abs(offered - served - tallies[47].backlog) < 1e-6)
    #expect(tallies.allSatisfy { $0.busySeconds <= $0.staffedSeconds + 1e-6 })
  }
}

@Suite struct ListReplayTests {
  /// Half the people there reach half; what is left is called when there is time to spare.
  @Test func whatIsNotReachedStaysOnTheList() {
    let replay = ListReplay(
      planned: [100, 100, 0, 100], handlingSeconds: [60, 60, 60, 60],
      isCalled: [true, true, false, true])
    var sums = ServiceSums()
    var left = [Double](repeating: 0, count: 4)
    for k in 0..<400 {
      var stream = RandomStream(seed: 4, stream: UInt64(k))
      let tallies = replay.run(
        &stream, staff: [2, 1, 4, 4].map { [(3600, $0)] }
      ) { _, agents in .init(contactsPerSecond: Double(agents) * 50 / 3600) }
      for (i, tally) in tallies.enumerated() { left[i] += tally.backlog / 400 }
      var all = ServiceTally()
      for tally in tallies { all.append(tally) }
      sums.add(all)
    }
    // 100 of 100 but for chance, then 50 of 100, nobody in the third hour, all in the fourth.
    #expect(abs(left[0] - 4) < 1.5, "\(left)")
    #expect(abs(left[1] - left[0] - 50) < 2, "\(left)")
    #expect(left[2] == left[1])
    #expect(left[3] < 1)
    #expect((sums.completion?.value ?? 0) > 0.99)
  }
}
