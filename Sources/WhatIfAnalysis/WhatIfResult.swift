public import CivilTime
public import Tables

/// A plan, its roster under other assumptions, and a new plan under them.
public struct WhatIfResult: Sendable {
  /// The folder of the plan that stands; nil: it was made for the question.
  public var plan: String?
  public var from: CivilDate
  public var days: Int
  public var assumptions: Assumptions
  public var planned: ScenarioMeasures
  public var sameRoster: ScenarioMeasures
  public var newPlan: ScenarioMeasures

  /// One line of the comparison.
  struct Line {
    /// Empty: all queues together.
    var queue: String
    var measure: String
    var unit: String
    var decimals: Int
    var values: [Double?]
  }

  private var scenarios: [ScenarioMeasures] { [planned, sameRoster, newPlan] }

  var lines: [Line] {
    func all(
      _ measure: String, _ unit: String, _ decimals: Int, _ value: (ScenarioMeasures) -> Double?
    ) -> Line {
      Line(
        queue: "", measure: measure, unit: unit, decimals: decimals, values: scenarios.map(value))
    }
    var lines = [
      all("contacts", "", 0) { $0.contacts },
      all("people at work", "", 0) { Double($0.people) },
      all("shifts", "", 0) { Double($0.shifts) },
      all("paid hours", "h", 1) { $0.paidHours },
      all("required hours", "h", 1) { $0.requiredHours },
      all("missing hours", "h", 1) { $0.missingHours },
      all("surplus hours", "h", 1) { $0.surplusHours },
      all("goals missed", "", 0) { Double($0.goalsMissed) },
    ]
    if scenarios.contains(where: { $0.wages != nil }) {
      lines.append(all("wages", planned.currency, 2) { $0.wages })
      lines.append(all("wages per contact", planned.currency, 3) { $0.wagesPerContact })
    }
    for k in planned.queues.indices { lines += queueLines(k) }
    return lines
  }

  private func queueLines(_ k: Int) -> [Line] {
    func one(
      _ measure: String, _ unit: String, _ decimals: Int,
      _ value: (ScenarioMeasures.OfQueue) -> Double?
    ) -> Line {
      Line(
        queue: planned.queues[k].queue, measure: measure, unit: unit, decimals: decimals,
        values: scenarios.map { value($0.queues[k]) })
    }
    return [
      one("contacts", "", 0) { $0.contacts },
      one("AHT", "s", 0) { $0.handlingSeconds },
      one("peak agents", "", 0) { Double($0.peakAgents) },
      one("required hours", "h", 1) { $0.requiredHours },
      one("missing hours", "h", 1) { $0.missingHours },
      one("service level", "%", 1) { $0.serviceLevel.map { $0 * 100 } },
      one("ASA", "s", 1) { $0.averageSpeedOfAnswerSeconds },
      one("abandonment", "%", 1) { $0.abandonment.map { $0 * 100 } },
      one("occupancy", "%", 1) { $0.occupancy.map { $0 * 100 } },
      one("goals missed", "", 0) { Double($0.goalsMissed) },
    ]
  }

  /// `queue,measure,unit,plan,same_roster,new_plan`; a row of no queue is of all together.
  public func table() -> Table {
    var table = Table([
      .text("queue"), .text("measure"), .text("unit"), .number("plan"), .number("same_roster"),
      .number("new_plan"),
    ])
    for line in lines {
      table.row(
        [.text(line.queue), .text(line.measure), .text(line.unit)]
          + line.values.map { .optional($0.map { ($0 * 1e4).rounded() / 1e4 }) })
    }
    return table
  }

  public func json() -> JSONValue {
    [
      "plan": plan.map { .string($0) } ?? .null, "from": .string("\(from)"),
      "days": .integer(days),
      "assumptions": [
        "handling_factor": .number(assumptions.handlingFactor),
        "volume_factor": .number(assumptions.volumeFactor),
        "added_shrinkage": .number(assumptions.addedShrinkage),
        "queues": .array(assumptions.queues.map { .string($0) }),
        "sick": .array(assumptions.sick.map { .string($0) }),
        "sick_dates": .array(assumptions.sickDates.map { .string("\($0)") }),
      ],
      "measures": table().json(),
      "conclusions": .array(conclusions.map { .string($0) }),
    ]
  }
}
