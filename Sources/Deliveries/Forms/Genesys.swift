// The schedule of a week as Genesys Cloud imports it (ImportScheduleUploadSchema of its public API): shifts with
// their activities, in UTC. Names as in the documentation of its SDKs, looked up in November 2026.

internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Planning
internal import Tables

extension DeliveryForm {
  static let genesys = DeliveryForm(
    name: "genesys", summary: "the schedule, for the import of Genesys Cloud",
    needs: [.agent, .activity]
  ) { plan, names throws(Problem) in .json(try plan.genesys(names)) }
}

extension DeliveredPlan {
  func genesys(_ names: ForeignNames) throws(Problem) -> JSONValue {
    let byAgent = Dictionary(grouping: shifts, by: \.agent)
    let working = people.filter { byAgent[$0.id] != nil }.map(\.id).sorted()
    try names.mustKnow(.agent, working, form: "Genesys Cloud")
    try names.mustKnow(
      .activity, stretches.map { $0.segment.activity.rawValue }, form: "Genesys Cloud")
    let schedules = working.map { agent -> JSONValue in
      [
        "userId": .string(names[.agent, agent] ?? ""),
        "shifts": .array((byAgent[agent] ?? []).map { Self.genesysShift($0, names) }),
      ]
    }
    return [
      "description": .string("\(centre) \(name)"),
      "weekCount": .integer((days + 6) / 7),
      "published": false,
      "agentSchedules": .array(schedules),
    ]
  }

  private static func genesysShift(_ shift: DeliveredShift, _ names: ForeignNames) -> JSONValue {
    // Which queue is served is no part of a schedule there: work without a pause is one activity.
    var activities: [(start: Instant, end: Instant, activity: Activity, isPaid: Bool)] = []
    for stretch in shift.stretches {
      let segment = stretch.segment
      if let last = activities.last, last.activity == segment.activity,
        last.isPaid == stretch.isPaid, last.end == segment.start
      {
        activities[activities.count - 1].end = segment.end
      } else {
        activities.append((segment.start, segment.end, segment.activity, stretch.isPaid))
      }
    }
    return [
      "startDate": .string("\(shift.start)"),
      "lengthMinutes": .integer((shift.end - shift.start) / 60),
      "activities": .array(
        activities.map { one in
          [
            "startDate": .string("\(one.start)"),
            "lengthMinutes": .integer((one.end - one.start) / 60),
            "activityCodeId": .string(names[.activity, one.activity.rawValue] ?? ""),
            "paid": .bool(one.isPaid),
          ]
        }),
    ]
  }
}
