import CentreModel
import CivilTime
import Diagnostics
import Rostering
import ServiceRostering
import Tables

/// Two queues, fourteen people (five of them with both skills), four days from eight to six.
enum SmallCentre {
  static let promise = """
    [horizon]
    start_utc = "2026-11-30T00:00:00Z"
    days = 4
    interval_minutes = 15

    [promise]
    scope = "day"
    hour_floor = 0.5

    [shrinkage]
    absent_shift = 0.02
    off_phone = 0.04

    [[queue]]
    id = "orders"
    handling_seconds = 240
    patience_seconds = 150
    within_seconds = 20
    service_level = 0.75
    minimum_agents = 1

    [[queue]]
    id = "help"
    handling_seconds = 420
    patience_seconds = 180
    within_seconds = 30
    service_level = 0.7
    minimum_agents = 1
    """

  static var demand: String {
    var text = "queue,interval_start_utc,offered\n"
    for (queue, size) in [("orders", 5.0), ("help", 2.5)] {
      for day in 0..<4 {
        for quarter in 32..<72 {
          let calls = size * (1 + 0.4 * Double((quarter + day * 3) % 20) / 20)
          let clock = "\(quarter / 4 < 10 ? "0" : "")\(quarter / 4)"
          let minute = ["00", "15", "30", "45"][quarter % 4]
          let date = day < 1 ? "2026-11-30" : "2026-12-0\(day)"
          text += "\(queue),\(date)T\(clock):\(minute):00Z,\(fixed(calls, 3))\n"
        }
      }
    }
    return text
  }

  static var rules: RosterRules {
    let pauses = [
      Pause(
        activity: .break, lengthSeconds: 900, earliestSeconds: 5400, latestSeconds: 9000,
        isPaid: true)
    ]
    var rules = RosterRules(
      contracts: [
        RosterContract(
          id: "full",
          kinds: [
            ShiftKind(
              id: "full", lengthSeconds: 8 * 3600,
              pauses: pauses + [
                Pause(
                  activity: .meal, lengthSeconds: 1800, earliestSeconds: 14_400,
                  latestSeconds: 18_000, isPaid: false)
              ])
          ]),
        RosterContract(
          id: "part", kinds: [ShiftKind(id: "part", lengthSeconds: 4 * 3600, pauses: pauses)]),
      ],
      availability: [
        AvailabilityClass(id: "open", hours: [MinuteRange(from: 8 * 60, to: 18 * 60)])
      ])
    rules.general[.rest] = RosterLimit(11 * 3600)
    rules.general[.maxShiftsPerWeek] = RosterLimit(3)
    return rules
  }

  static var agents: [RosterAgent] {
    (0..<14).map { number in
      var agent = RosterAgent(
        id: "A\(number + 10)", contract: number % 3 == 0 ? "part" : "full", availability: "open",
        skills: number % 3 == 1
          ? ["orders": 1, "help": 1]
          : number % 2 == 0
            ? ["orders": 1] : ["help": 1])
      if number == 4 { agent.unavailableDates = [CivilDate("2026-12-01")].compactMap { $0 } }
      return agent
    }
  }

  static func problem() throws -> ServiceProblem {
    let promise = try ServicePromise.read(file: "service.toml", bytes: Array(promise.utf8))
    return try ServiceProblem(
      promise: promise,
      demand: readServiceDemand(
        CSVTable(file: "demand.csv", bytes: Array(demand.utf8)), promise),
      agents: agents, rules: rules, zone: .utc)
  }
}
