internal import CivilTime
internal import FloorModel
internal import MusterPluginKit
internal import PluginSupport

extension FloorPlugin: AuditHook, ReportHook {
  static let clientRule = "FL-CLIENT-SEATS"

  /// More people on a floor than it has seats, or of a client than it has and may share.
  func audit(_ plan: PlanInfo) throws(PluginFailure) -> FindingsAnswer {
    let floors = floors(plan)
    return FindingsAnswer(
      findings: floors.compactMap { floor in
        guard let seats = floor.seats, floor.need.seats > seats else { return nil }
        let overfull = floor.need.peak > seats
        let pool = floor.need.pools.max { $0.peak < $1.peak }
        return Finding(
          overfull ? .violation : .warning, rule: "FL-SEATS",
          overfull
            ? "\(floor.need.peak) people are there at once, and there are \(seats) seats"
            : "\(floor.need.seats) seats are needed with spare ones, and there are \(seats)",
          site: floor.site, startUnix: pool.map { Int64($0.from) },
          endUnix: pool.map { Int64($0.to) },
          maybe: "move shifts as suggested, or let some work from home")
      } + seatFindings(plan, floors))
  }

  func report(_ plan: PlanInfo) throws(PluginFailure) -> ReportAnswer {
    ReportAnswer(
      sections: floors(plan).map { floor in
        ReportSection(
          id: "floor-\(floor.site)",
          title: "Floor of \(floor.site.isEmpty ? plan.centre.id : floor.site)",
          text: [
            "\(floor.need.rostered) people share \(floor.need.seats) seats: \(fixed(floor.need.headsPerSeat, 2)) people for each seat taken at the peak."
              + (floor.remote > 0 ? " \(floor.remote) of them work from home." : "")
          ], tables: [byHour(floor)] + (seatTable(floor).map { [$0] } ?? []))
      })
  }

  /// The most people on the floor by local hour, over the whole plan.
  private func byHour(_ floor: SiteFloor) -> ReportTable {
    let occupancy = Occupancy(
      floor.shifts.map { Stay(start: $0.start, end: $0.end, people: 1) },
      handover: policy.handover)
    var most = [Int](repeating: 0, count: 24)
    for step in occupancy.steps {
      var at = step.start
      while at < step.end {
        let local = floor.zone.local(at: Instant(seconds: Int64(at)))
        most[local.hour] = max(most[local.hour], step.people)
        at += 3600 - local.secondsOfDay % 3600
      }
    }
    return ReportTable(
      title: "Most people on the floor by hour",
      columns: [
        ReportColumn("hour"), ReportColumn("people", .number, decimals: 0),
        ReportColumn("supervisors", .number, decimals: 0),
      ],
      rows: most.enumerated().filter { $0.element > 0 }.map {
        [
          .string("\($0.offset):00"), .number(Double($0.element)),
          .number(Double(policy.supervisors($0.element))),
        ]
      })
  }
}

extension FloorPlugin: RulesHook {
  static let rules: [Rule] = [
    Rule(
      id: "FL-SEATS", authority: "Arithmetic of overlapping shifts", mark: .verified,
      sentence:
        "Seats are the most people there at once, pool by pool, with a handover after each shift and spare ones.",
      examples: [
        RuleExample(
          name: "four shifts",
          given: [
            "shifts": ["40 21:00-06:00", "35 22:00-07:00", "30 05:30-14:30", "25 14:00-23:00"]
          ],
          expected: "peak 105, 111 seats"),
        RuleExample(
          name: "the third from six",
          given: [
            "shifts": ["40 21:00-06:00", "35 22:00-07:00", "30 06:00-15:00", "25 14:00-23:00"]
          ],
          expected: "peak 100, 105 seats"),
      ]),
    Rule(
      id: clientRule, authority: "Contracts between a centre and its clients", mark: .unverified,
      sentence:
        "A client's people use its own seats first and then, unless they may use no others, the seats that are nobody's own; nobody else uses a client's own.",
      examples: [
        RuleExample(
          name: "ten shared",
          given: [
            "seats": 40, "own": ["bank 20", "shop 10"],
            "shifts": ["bank 24 08:00-16:00", "shop 14 10:00-18:00", "post 3 12:00-20:00"],
          ],
          expected: "1 missing 12:00-16:00"),
        RuleExample(
          name: "a free seat is nobody else's",
          given: [
            "seats": 40, "own": ["bank 30"],
            "shifts": ["bank 5 08:00-16:00", "shop 12 08:00-16:00"],
          ],
          expected: "2 missing 08:00-16:00"),
        RuleExample(
          name: "enough",
          given: [
            "seats": 40, "own": ["bank 20", "shop 10"],
            "shifts": ["bank 24 08:00-16:00", "shop 16 10:00-18:00"],
          ],
          expected: "enough"),
      ]),
    Rule(
      id: "FL-SPAN", authority: "Custom of the trade (1:12 to 1:20)", mark: .unverified,
      sentence: "One supervisor station for every 15 agents on the floor.",
      examples: [
        RuleExample(
          name: "105 agents",
          given: [
            "shifts": ["40 21:00-06:00", "35 22:00-07:00", "30 05:30-14:30", "25 14:00-23:00"]
          ],
          expected: "7 stations")
      ]),
    Rule(
      id: "FL-HEADSETS", authority: "Custom of the trade (hygiene)", mark: .unverified,
      sentence: "A headset of one's own for everybody, and 5 % spare.",
      examples: [
        RuleExample(
          name: "130 people",
          given: [
            "shifts": ["40 21:00-06:00", "35 22:00-07:00", "30 05:30-14:30", "25 14:00-23:00"]
          ],
          expected: "137 headsets")
      ]),
  ]

  static func outcome(of example: RuleExample, rule: Rule) throws(PluginFailure) -> String {
    if rule.id == clientRule { return try seatOutcome(of: example) }
    var shifts: [DailyShift] = []
    for text in (example.given["shifts"]?.array ?? []).compactMap(\.string) {
      let parts = text.split { " -:".contains($0) }.compactMap { Int($0) }
      guard parts.count == 5 else {
        throw PluginFailure("\(text) is not people from-to", status: MUSTER_E_QUESTION)
      }
      let start = parts[1] * 60 + parts[2]
      let end = parts[3] * 60 + parts[4]
      shifts.append(
        DailyShift(
          name: text, people: parts[0], start: start,
          length: end > start ? end - start : end - start + 1440))
    }
    let need = FloorNeed(shifts: shifts, policy: SeatPolicy())
    switch rule.id {
    case "FL-SEATS": return "peak \(need.peak), \(need.seats) seats"
    case "FL-SPAN": return "\(need.supervisorStations) stations"
    default: return "\(need.headsets) headsets"
    }
  }
}
