import Testing
import WebModel
import Workloads

@Suite struct ChatTeamTests {
  /// 60 chats in half an hour, 20 minutes each.
  let load = ChatLoad(chatsPerHour: 120, handlingSeconds: 1200)

  @Test func throughput() {
    #expect(abs(load.throughputAgents(concurrency: 2.5, productivity: 0.75) - 21.3) < 0.05)
  }

  @Test func slotsForNinetyInSixty() throws {
    #expect(load.busySlots == 40)
    let (slots, share) = try load.slots(share: 0.9, withinSeconds: 60)
    #expect(slots == 49)
    #expect(abs(share - 0.925) < 0.0006)
  }

  @Test(arguments: [(2.0, 25), (2.5, 20), (3, 17)])
  func agentsBySlots(concurrency: Double, agents: Int) {
    #expect(ChatLoad.agents(slots: 49, concurrency: concurrency) == agents)
  }

  @Test func concurrencyIsMeasured() {
    #expect(
      measuredConcurrency(sessionSeconds: 20_000, wrapSeconds: 2000, engagedSeconds: 10_000) == 2.2)
    #expect(measuredConcurrency(sessionSeconds: 1, wrapSeconds: 0, engagedSeconds: 0) == nil)
  }
}

@Suite struct DeferredTeamTests {
  /// Arrivals 09-18 at six minutes each, in agent hours.
  static let arrivals = [40.0, 80, 120, 100, 60, 60, 80, 60, 30].map { $0 * 0.1 }

  func team(_ sla: Int) -> DeferredTeam {
    DeferredTeam(
      arrivals: Self.arrivals, isOpen: [Bool](repeating: true, count: 9), slaPeriods: sla)
  }

  @Test func theDailyTotalBinds() {
    #expect(abs(Self.arrivals.reduce(0, +) - 63) < 1e-9)
    #expect(abs(team(4).totalBound - 7.0) < 1e-9)
    #expect(abs(team(4).deadlineBound - 5.6) < 0.05)
    #expect(abs(team(4).level - 7.0) < 1e-9)
  }

  @Test func withinTheHourThePeakBinds() {
    #expect(abs(team(1).level - 12) < 1e-9)
  }

  @Test func theNightLandsAtOpening() {
    // Two closed periods with work, then two open ones.
    let team = DeferredTeam(
      arrivals: [3, 3, 2, 2], isOpen: [false, false, true, true], slaPeriods: 1)
    #expect(team.deadlineBound == 8)
    #expect(team.run(staff: 8).breached == [0, 0])
    #expect(team.run(staff: 7).breached == [1, 0])
  }
}

@Suite struct OtherChannelTests {
  @Test func slotsOfAQuarterOfAnHour() {
    #expect(
      bookableCallBacks(agents: 6, slotSeconds: 900, handlingSeconds: 400, occupancy: 0.8) == 10)
    #expect(coBrowseSeconds(300, multiplier: 1.4) == 420)
  }

  @Test func messagesNotSessions() {
    let messaging = Messaging(sessionsPerHour: 90, repliesPerSession: 8, secondsPerReply: 50)
    #expect(messaging.erlangs == 10)
  }
}

@Suite struct NightArrivalTests {
  /// A week of hours, open 09:00 to 17:00 on weekdays.
  private func week(_ arrivals: (Int) -> Double) -> DeferredTeam {
    DeferredTeam(
      arrivals: (0..<168).map(arrivals),
      isOpen: (0..<168).map { $0 / 24 < 5 && (9..<17).contains($0 % 24) }, slaPeriods: 4,
      isCyclic: true)
  }

  /// What comes at night lands at opening, and is due four open hours on.
  @Test func nightWorkLandsAtOpening() {
    let day = week { (9..<17).contains($0 % 24) && $0 / 24 < 5 ? 1 : 0 }
    let night = week { (9..<17).contains($0 % 24) && $0 / 24 < 5 ? 1 : $0 % 24 < 9 ? 0.5 : 0 }
    #expect(abs(day.level - 1) < 1e-9)
    // Saturday's, Sunday's and Monday's 4.5 h lie there on Monday at 09:00: with the hour's own 14.5 h
    // are due in four.
    #expect(night.closedArrivals == 7 * 4.5)
    let bound = night.bound
    #expect(bound.firstArrival == 0)
    #expect(abs(night.level - 14.5 / 4) < 1e-9)
    #expect(night.run(staff: night.level + 1e-9).breached.allSatisfy { $0 < 1e-6 })
    #expect(!night.run(staff: night.level - 0.05).breached.allSatisfy { $0 < 1e-6 })
  }

  /// After the last opening of a week like others comes its first: Saturday's letters lie there on Monday.
  @Test func weekendWorkIsThereOnMonday() {
    let saturday = week { $0 / 24 == 5 && $0 % 24 == 12 ? 10 : 0 }
    #expect(saturday.jobs.map(\.release) == [0])
    #expect(abs(saturday.level - 2.5) < 1e-9)
  }
}
