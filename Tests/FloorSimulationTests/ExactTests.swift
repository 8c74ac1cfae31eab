import FloorSimulation
import Queueing
import Simulation
import Tables
import TestSupport
import Testing

/// A floor of days without end on which everybody is always there.
func steadyFloor(
  _ queues: [FloorModel.Queue], _ agents: [UInt64], days: Int = 1
) -> (model: FloorModel, plan: FloorPlan) {
  var model = FloorModel(
    queues: queues, agents: agents.map { .init(skills: $0) }, stepSeconds: 900,
    dayStarts: (0...days).map { $0 * 96 })
  model.queues = queues.map {
    var queue = $0
    queue.offered = Array(repeating: $0.offered[0], count: days * 96)
    queue.handlingSeconds = Array(repeating: $0.handlingSeconds[0], count: days * 96)
    return queue
  }
  var plan = FloorPlan(model)
  for a in agents.indices {
    for day in 0..<days {
      plan.set(a, day: day, work: [day * 96..<(day + 1) * 96], isThere: true)
    }
  }
  return (model, plan)
}

func queue(
  _ perQuarter: Double, _ handling: Double, _ patience: Double, _ within: Double, priority: Int = 0
) -> FloorModel.Queue {
  .init(
    offered: [perQuarter], handlingSeconds: [handling], patienceSeconds: patience,
    thresholdSeconds: within, priority: priority)
}

/// Shares of a queue's calls on the last day: in time, with a half-width over weeks, and abandoned.
func lastDay(
  _ floor: (model: FloorModel, plan: FloorPlan), weeks: Int = 300, seed: UInt64 = 7
) -> [(level: Double, half: Double, abandoned: Double)] {
  let streams = FloorStreams(floor.model, seed: seed, weeks: 0..<weeks)
  let simulation = FloorSimulation(floor.model, streams)
  let day = floor.model.days - 1
  let tally = simulation.day(day, floor.plan)
  let queues = floor.model.queues.count
  return (0..<queues).map { q in
    let x = (0..<weeks).map { Double(tally.inTimeOfWeek[$0 * queues + q]) }
    let y = (0..<weeks).map {
      Double(simulation.streams.offers.calls(week: $0, queue: q, day: day))
    }
    let ratio = x.reduce(0, +) / y.reduce(0, +)
    let residual = zip(x, y).reduce(0) { $0 + ($1.0 - ratio * $1.1) * ($1.0 - ratio * $1.1) }
    let mean = y.reduce(0, +) / Double(weeks)
    let half = 1.96 * (residual / Double(weeks - 1) / Double(weeks)).squareRoot() / mean
    return (ratio, half, 1 - Double(tally.answered[q]) / y.reduce(0, +))
  }
}

@Suite("The floor against exact results")
struct ExactTests {
  @Test(
    "one queue is Erlang A",
    arguments: [(5.0, 6), (20, 20), (20, 23), (60, 64)])
  func erlangA(load: Double, agents: Int) throws {
    let floor = steadyFloor(
      [queue(load * 3, 300, 180, 20)], Array(repeating: 1, count: agents), days: 2)
    let found = lastDay(floor)[0]
    let exact = try Staffing.serviceLevels(
      of: .init(load: load, handlingSeconds: 300, patienceSeconds: 180, thresholdSeconds: 20),
      agents: Double(agents)
    ).ofOffered
    #expect(abs(found.level - exact) < 1.5 * found.half + 0.0005)
  }

  @Test("everybody with every skill is one team")
  func oneTeam() throws {
    let floor = steadyFloor(
      [queue(30, 240, 150, 20), queue(22.5, 240, 150, 20)], Array(repeating: 3, count: 15), days: 2)
    let exact = try Staffing.serviceLevels(
      of: .init(load: 14, handlingSeconds: 240, patienceSeconds: 150, thresholdSeconds: 20),
      agents: 15
    ).ofOffered
    for found in lastDay(floor) { #expect(abs(found.level - exact) < 1.5 * found.half + 0.0005) }
  }

  @Test("G. Koole's two skills, published to whole per cent (webinar, April 2024)")
  func twoSkills() {
    let cases = [(18, 23, 0, 84.0, 81.0), (0, 0, 39, 85, 85), (13, 18, 8, 80, 82)]
    for (first, second, both, a, b) in cases {
      let agents =
        Array(repeating: UInt64(1), count: first) + Array(repeating: 2, count: second)
        + Array(repeating: 3, count: both)
      let floor = steadyFloor([queue(75, 180, 300, 20), queue(60, 300, 300, 20)], agents, days: 2)
      let found = lastDay(floor, weeks: 200)
      #expect(abs(found[0].level * 100 - a) < 1 + 100 * found[0].half)
      #expect(abs(found[1].level * 100 - b) < 1 + 100 * found[1].half)
    }
  }

  @Test("the N-model, exact to nine digits")
  func nModel() throws {
    guard let folder = sharedFolder else { return skipped("no ../shared") }
    let table = try CSVTable(path: "\(folder)/golden/nmodel_exact.csv")
    let names = try [
      "calls_per_hour_1", "calls_per_hour_2", "aht_s", "n1_dedicated", "n2_flexible", "patience_s",
      "p_delay_1", "p_delay_2", "p_abandon_1", "p_abandon_2",
    ].map { (name) throws in try table.require(name) }
    var rows: [[Double]] = []
    try table.forEachRow { row in
      rows.append(names.map { row.text($0) == "inf" ? 1e7 : Double(row.text($0)) ?? .nan })
    }
    #expect(!rows.isEmpty)
    for row in rows {
      let queues = [
        queue(row[0] / 4, row[2], row[5], 0, priority: 1),
        queue(row[1] / 4, row[2], row[5], 0, priority: 0),
      ]
      let agents =
        Array(repeating: UInt64(1), count: Int(row[3]))
        + Array(repeating: UInt64(3), count: Int(row[4]))
      let found = lastDay(steadyFloor(queues, agents, days: 2), weeks: 400)
      for q in 0..<2 {
        #expect(abs(1 - found[q].level - row[6 + q]) < 3 * found[q].half, "\(row) queue \(q)")
        #expect(abs(found[q].abandoned - row[8 + q]) < 2 * found[q].half + 0.001, "\(row)")
      }
    }
  }
}
