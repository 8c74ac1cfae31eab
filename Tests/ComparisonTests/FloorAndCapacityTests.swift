import CivilTime
import Comparison
import SitePlanning
import Testing

@Suite("Floor need")
struct FloorNeedTests {
  /// Shifts of the worked floor: heads and clocks in minutes of a day; past 1440 is the next day.
  private func stretches(cFrom: Int) -> [Range<Instant>] {
    var all: [Range<Instant>] = []
    for day in 0..<4 {
      for (heads, from, to) in [
        (40, 1260, 1800), (35, 1320, 1860), (30, cFrom, 870), (25, 840, 1380),
      ] {
        let start = Instant(seconds: Int64(day * 86_400 + from * 60))
        let end = Instant(seconds: Int64(day * 86_400 + to * 60))
        all += Array(repeating: start..<end, count: heads)
      }
    }
    return all
  }

  @Test("105 at once and 111 seats; from 06:00 on 100 and 105")
  func seats() {
    let first = FloorNeed.peak(of: stretches(cFrom: 330))
    #expect(first.count == 105)
    #expect(first.at.map { $0.seconds % 86_400 / 60 } == 330)
    #expect(FloorNeed.seats(peak: first.count, spare: 0.05) == 111)
    let moved = FloorNeed.peak(of: stretches(cFrom: 360))
    #expect(moved.count == 100)
    #expect(FloorNeed.seats(peak: moved.count, spare: 0.05) == 105)
  }

  @Test("a handover keeps the seat a little longer")
  func handover() {
    let a = Instant(seconds: 0)..<Instant(seconds: 3600)
    let b = Instant(seconds: 3600)..<Instant(seconds: 7200)
    #expect(FloorNeed.peak(of: [a, b]).count == 1)
    #expect(FloorNeed.peak(of: [a, b], handover: 60).count == 2)
  }

  @Test("71 trunks for 48.0 + 2.4 + 6.0 erlangs at 1 %; after-call work takes no line")
  func trunks() {
    // 720 calls an hour: talk 240 s, wait 12 s, menu 30 s.
    let lines = FloorNeed.trunks(
      callsPerHour: 720, menuSeconds: 30, waitSeconds: 12, talkSeconds: 240)
    #expect(lines == 71)
  }

  @Test("Erlang B at 1 % for the loads of the table")
  func table() {
    for (load, lines) in [
      (5.0, 11), (10, 18), (20, 30), (50, 64), (100, 117), (150, 170), (200, 221),
    ] {
      let found = FloorNeed.trunks(
        callsPerHour: load * 10, menuSeconds: 0, waitSeconds: 0, talkSeconds: 360)
      #expect(found == lines)
    }
  }
}

@Suite("Capacity")
struct CapacityTests {
  private func input(_ required: [Double]) -> CapacityInput {
    CapacityInput(
      required: required, start: CivilDate(dayNumber: 20_000), heads: 100, attrition: 0.52,
      trainingWeeks: 4, ramp: [1.5, 1.25], classSize: 10)
  }

  @Test("one per cent a week leaves; the first short week is named")
  func attrition() {
    var input = input(Array(repeating: 95, count: 10))
    input.plansClasses = false
    let plan = CapacityPlan(input)
    #expect(abs(plan.weeks[1].heads - 99) < 1e-9)
    #expect(abs(plan.weeks[2].heads - 98.01) < 1e-9)
    // 0.99^5 is 0.951, 0.99^6 is 0.941.
    #expect(plan.firstShort?.start == input.start + 42)
    #expect(plan.hires == 0)
  }

  @Test("a class counts nothing in training, then by its ramp, and loses heads all along")
  func ramp() {
    var input = input(Array(repeating: 0, count: 8))
    input.heads = 0
    input.plansClasses = false
    input.classes = [TrainingClass(week: 0, size: 10)]
    let plan = CapacityPlan(input)
    #expect(plan.weeks[0].hired == 10)
    #expect(plan.weeks[3].effective == 0 && plan.weeks[3].inTraining > 9.6)
    func left(_ weeks: Int) -> Double { (0..<weeks).reduce(10.0) { heads, _ in heads * 0.99 } }
    #expect(abs(plan.weeks[4].effective - left(4) / 1.5) < 1e-9)
    #expect(abs(plan.weeks[5].effective - left(5) / 1.25) < 1e-9)
    #expect(abs(plan.weeks[6].effective - left(6)) < 1e-9)
    #expect(plan.weeks[6].inTraining == 0)
  }

  @Test("planned classes close every week that can be reached, and no more")
  func classes() {
    let required = Array(repeating: 90.0, count: 10) + Array(repeating: 120, count: 20)
    let plan = CapacityPlan(input(required))
    #expect(plan.firstShort == nil)
    #expect(plan.classes.allSatisfy { $0.size <= 10 })
    for week in Set(plan.classes.map(\.week)) {
      #expect(plan.classes.count { $0.week == week } == 1)
    }
    // Not needed any more: one agent less in some class leaves a week short.
    var fewer = input(required)
    fewer.plansClasses = false
    fewer.classes = plan.classes
    #expect(CapacityPlan(fewer).firstShort == nil)
    fewer.classes = plan.classes.map { TrainingClass(week: $0.week, size: max(0, $0.size - 2)) }
    #expect(CapacityPlan(fewer).firstShort != nil)
  }

  @Test("a peak that comes before any class is ready stays short, and is named")
  func tooSoon() {
    let plan = CapacityPlan(input([90, 130, 130] + Array(repeating: 90, count: 12)))
    #expect(plan.firstShort?.start == CivilDate(dayNumber: 20_007))
  }
}
