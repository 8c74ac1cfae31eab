import FloorSimulation
import Testing

@Suite("People on the floor")
struct FloorTests {
  @Test("shifts and quarter hours are lost as often as said")
  func shrinkage() {
    // So many short calls that everybody who is there is always on one.
    let load = queue(30_000, 10, 1e6, 20)
    var floor = steadyFloor([load], Array(repeating: 1, count: 200))
    floor.model.absentShift = 0.2
    floor.model.offPhone = 0.1
    let simulation = FloorSimulation(
      floor.model, FloorStreams(floor.model, seed: 3, weeks: 0..<40))
    let tally = simulation.day(0, floor.plan)
    let share = tally.busySeconds / (40 * 200 * 86_400)
    #expect(abs(share - 0.72) < 0.006, "\(share)")
  }

  @Test(
    "a pause that begins late keeps its length: nobody works more than planned but for last calls")
  func latePauses() {
    var floor = steadyFloor([queue(20, 600, 1e6, 20)], [1])
    floor.plan = FloorPlan(floor.model)
    let work = stride(from: 0, to: 90, by: 5).map { $0..<$0 + 4 }
    floor.plan.set(0, day: 0, work: work, isThere: true)
    let simulation = FloorSimulation(
      floor.model, FloorStreams(floor.model, seed: 5, weeks: 0..<400))
    let tally = simulation.day(0, floor.plan)
    let planned = Double(400 * work.count * 4 * 900)
    let ratio = (tally.busySeconds - tally.overtimeSeconds) / planned
    #expect(abs(ratio - 1) < 0.01, "\(ratio)")
  }

  @Test("a slower agent takes longer")
  func pace() {
    var floor = steadyFloor([queue(20, 300, 1e6, 20)], [1])
    let streams = FloorStreams(floor.model, seed: 5, weeks: 0..<20)
    let usual = FloorSimulation(floor.model, streams).day(0, floor.plan)
    floor.model.agents[0].pace = 1.5
    let slow = FloorSimulation(floor.model, streams).day(0, floor.plan)
    #expect(slow.answered[0] < usual.answered[0] * 3 / 4)
  }

  private func week() -> (model: FloorModel, plan: FloorPlan) {
    // Five days of nine hours, two queues, some with both skills.
    var queues: [FloorModel.Queue] = []
    for size in [8.0, 5] {
      let offered = (0..<5 * 96).map { 32...67 ~= $0 % 96 ? size : 0 }
      queues.append(
        .init(
          offered: offered, handlingSeconds: offered.map { _ in 280 }, patienceSeconds: 120,
          thresholdSeconds: 20))
    }
    var model = FloorModel(
      queues: queues, agents: (0..<9).map { .init(skills: [1, 2, 3][$0 % 3]) }, stepSeconds: 900,
      dayStarts: (0...5).map { $0 * 96 })
    model.offPhone = 0.05
    model.dayVariation = 0.05
    var plan = FloorPlan(model)
    for a in 0..<9 {
      for day in 0..<5 {
        let from = day * 96 + 32 + a % 4
        plan.set(a, day: day, work: [from..<from + 12, from + 14..<from + 32], isThere: true)
      }
    }
    return (model, plan)
  }

  @Test("a change of a shift changes its own day only")
  func oneDay() async {
    var (model, plan) = week()
    let simulation = FloorSimulation(model, FloorStreams(model, seed: 1, weeks: 0..<20))
    let before = await simulation.days(Array(0..<5), plan)
    #expect(simulation.days(touchedBy: 2 * 96 + 32..<2 * 96 + 64) == [2])
    plan.set(4, day: 2, work: [224..<236, 238..<256], isThere: false)
    plan.set(4, day: 2, work: [226..<238, 240..<258], isThere: true)
    let after = await simulation.days(Array(0..<5), plan)
    for day in 0..<5 { #expect((before[day] == after[day]) == (day != 2)) }
  }

  @Test("weeks drawn in pieces and forgotten are the weeks that are kept")
  func pieces() async {
    let (model, plan) = week()
    let kept = FloorSimulation(model, FloorStreams(model, seed: 9, weeks: 3..<20))
    let days = await kept.days(Array(0..<5), plan, isDetailed: true)
    for callsAtOnce in [1, 5000, 1e9] {
      let sample = await FloorSample(
        model, plan, seed: 9, weeks: 3..<20, isDetailed: true, callsAtOnce: callsAtOnce)
      #expect(sample.tallies == days)
      #expect(sample.offers == kept.streams.offers)
    }
  }

  @Test("a week is the same whatever else is drawn, and on whatever core")
  func streams() async {
    let (model, plan) = week()
    let many = FloorSimulation(model, FloorStreams(model, seed: 9, weeks: 0..<6))
    let one = FloorSimulation(model, FloorStreams(model, seed: 9, weeks: 4..<5))
    #expect(many.day(3, plan, weeks: 4..<5) == one.day(3, plan))
    let inParallel = await many.days(Array(0..<5), plan)
    #expect(inParallel == (0..<5).map { many.day($0, plan) })
  }
}
