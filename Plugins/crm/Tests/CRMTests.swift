import CrmModel
import Glibc
import Testing

@Suite struct RepeatContactTests {
  @Test func resolvingMoreBringsFewer() {
    let now = RepeatContacts(resolution: 0.75, comeBack: 0.6)
    let then = RepeatContacts(resolution: 0.80, comeBack: 0.6)
    #expect(abs(now.rate - 0.15) < 1e-12)
    #expect(abs(now.factor - 1.176) < 0.0005)
    #expect(abs(then.factor - 1.136) < 0.0005)
    #expect(abs(1 - now.change(to: then) - 0.034) < 0.0005)
  }

  @Test func nobodyComesBackWhenAllIsSettled() {
    #expect(RepeatContacts(resolution: 1, comeBack: 1).factor == 1)
    #expect(RepeatContacts(resolution: 0, comeBack: 1).factor == .infinity)
  }
}

@Suite struct CallBackTests {
  let callBacks = CallBacks(acceptance: 0.5, missed: 0.1)

  @Test func demandIsMovedNotRemoved() {
    let day = callBacks.moved(
      volume: [100, 80, 60], longWait: [0.4, 0, 0], room: [0, 10, 100])
    #expect(day.waiting == [80, 80, 60])
    #expect(abs(day.placed[1] - 10) < 1e-12)
    #expect(abs(day.placed[2] - 12) < 1e-12)
    #expect(day.placed[0] == 0)
    #expect(day.leftOver < 1e-12)
  }

  @Test func whatDoesNotFitIsLeftOver() {
    let day = callBacks.moved(volume: [100], longWait: [1], room: [100])
    #expect(abs(day.leftOver - 55) < 1e-9)
  }
}

@Suite struct FillTests {
  @Test func onlyTheTimeAboveTheLimitIsFilled() {
    let fill = Fill(efficiency: 0.8, maximumOccupancy: 0.8, handlingSeconds: 240)
    // 30 agents, 20 erlangs: 5 free for half an hour.
    #expect(abs(fill.contacts(agents: 30, erlangs: 20, seconds: 1800) - 30) < 1e-9)
    #expect(fill.contacts(agents: 20, erlangs: 20, seconds: 1800) == 0)
  }
}

@Suite struct DelayedRepeatTests {
  /// Contacts one by one: each is unresolved and comes back with chance r after an exponential delay. The
  /// chance falls on day 40; volumes of the days after it follow.
  @Test func volumesFallAsRepeatsStopComing() {
    var state: UInt64 = 7
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Double(state >> 11) + 0.5) / 9_007_199_254_740_992
    }
    let now = RepeatContacts(resolution: 0.7, comeBack: 0.8)
    let planned = RepeatContacts(resolution: 0.85, comeBack: 0.8)
    let delay = 4.0
    var days = [Double](repeating: 0, count: 80)
    let unique = 4000
    for day in 0..<80 {
      for _ in 0..<unique {
        var time = Double(day) + uniform()
        while time < 80 {
          days[Int(time)] += 1
          let rate = time < 40 ? now.rate : planned.rate
          guard uniform() < rate else { break }
          var delayed = uniform()
          delayed = -delay * log(delayed)
          time += delayed
        }
      }
    }
    let before = days[30..<40].reduce(0, +) / 10
    for day in [0, 2, 5, 10, 25] {
      let found = days[(40 + day)...(41 + day)].reduce(0, +) / 2 / before
      let said =
        0.5
        * (now.change(to: planned, days: Double(day) + 0.5, delayDays: delay)
          + now.change(to: planned, days: Double(day) + 1.5, delayDays: delay))
      #expect(abs(found - said) < 0.012, "\(day): \(found) \(said)")
    }
    #expect(now.change(to: planned, days: 3) == now.change(to: planned))
  }
}
