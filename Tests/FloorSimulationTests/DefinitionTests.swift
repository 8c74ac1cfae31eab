import FloorSimulation
import Queueing
import Testing

/// What each definition of the service level counts, against exact results.
@Suite("Definitions on the floor")
struct DefinitionTests {
  static let all: [(FloorModel.Definition, ServiceLevelDefinition)] = [
    (.offered, .offered), (.answered, .answered), (.excludingShort, .excludingShortAbandons),
    (.virtual, .virtual),
  ]

  /// A queue's share in time of the calls that its definition counts, on the last day.
  private func level(
    _ floor: (model: FloorModel, plan: FloorPlan), queue: Int = 0, weeks: Int = 300
  ) -> Double {
    let simulation = FloorSimulation(
      floor.model, FloorStreams(floor.model, seed: 11, weeks: 0..<weeks))
    let day = floor.model.days - 1
    let tally = simulation.day(day, floor.plan)
    let queues = floor.model.queues.count
    var inTime = 0
    var counted = 0
    for week in 0..<weeks {
      let at = week * queues + queue
      inTime += Int(tally.inTimeOfWeek[at])
      counted +=
        simulation.streams.offers.calls(week: week, queue: queue, day: day)
        - Int(tally.leftOutOfWeek[at])
    }
    // By step and by week the same calls are counted.
    let steps = floor.model.steps(of: day).count
    let own = queue * steps..<(queue + 1) * steps
    #expect(tally.inTime[own].reduce(0, +) == inTime)
    let offered = floor.model.steps(of: day).reduce(0) {
      $0 + simulation.streams.offers.calls(queue: queue, step: $1)
    }
    #expect(offered - tally.leftOut[own].reduce(0, +) == counted)
    return Double(inTime) / Double(counted)
  }

  @Test("one queue is Erlang A by every definition", arguments: 0..<4, [14, 17, 20])
  func one(number: Int, agents: Int) throws {
    let (definition, key) = Self.all[number]
    var load = queue(16 * 3, 300, 90, 30)
    load.definition = definition
    let floor = steadyFloor([load], Array(repeating: 1, count: agents), days: 2)
    let exact = try Staffing.serviceLevels(
      of: .init(load: 16, handlingSeconds: 300, patienceSeconds: 90, thresholdSeconds: 30),
      agents: Double(agents))[key]
    let found = level(floor)
    #expect(abs(found - exact) < 0.004, "\(definition), \(agents): \(found) and \(exact)")
  }

  /// Two queues of one team are one line, whatever each counts.
  @Test("everybody with every skill is one team by every definition", arguments: 0..<4)
  func team(number: Int) throws {
    let (definition, key) = Self.all[number]
    var queues = [queue(27, 240, 120, 20), queue(27, 240, 120, 20)]
    queues[0].definition = definition
    let floor = steadyFloor(queues, Array(repeating: 3, count: 14), days: 2)
    let question = StaffingQuestion(
      load: 14.4, handlingSeconds: 240, patienceSeconds: 120, thresholdSeconds: 20)
    let levels = try Staffing.serviceLevels(of: question, agents: 14)
    #expect(abs(level(floor) - levels[key]) < 0.005)
    // What one queue counts does not change the calls of the other.
    #expect(abs(level(floor, queue: 1) - levels[.offered]) < 0.005)
  }

  @Test("who ends a call after the shift is there until then")
  func presence() {
    // One person, always called: busy from the first call to the end of the last one.
    var floor = steadyFloor([queue(60, 600, 1e6, 20)], [1])
    floor.plan = FloorPlan(floor.model)
    floor.plan.set(0, day: 0, work: [8..<40], isThere: true)
    let weeks = 200
    let simulation = FloorSimulation(
      floor.model, FloorStreams(floor.model, seed: 5, weeks: 0..<weeks))
    let tally = simulation.day(0, floor.plan, isDetailed: true)
    let busy = tally.busySecondsOfStep.reduce(0, +)
    let overtime = tally.overtimeSecondsOfStep.reduce(0, +)
    #expect(abs(busy - tally.busySeconds) < 1e-6 * busy)
    #expect(overtime == tally.overtimeSeconds && overtime > 0)
    // Late calls are those of the last step.
    #expect(tally.overtimeSecondsOfStep[39] == overtime)
    let there = Double(weeks * 32 * 900) + overtime
    #expect(busy <= there && busy > 0.99 * there, "\(busy / there)")
  }
}
