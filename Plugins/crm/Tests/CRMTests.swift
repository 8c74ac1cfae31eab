import CrmModel
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
