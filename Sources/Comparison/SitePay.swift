internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Planning
internal import PluginContract
internal import PluginHost

/// What a roster costs in wages, and which rules it breaks.
struct SitePay: Sendable {
  var bill: WageBill
  var nightHours = 0.0
  var overtimeHours = 0.0
  var holidayHours = 0.0
  var findings: [Finding] = []
  /// By agent, for explanations.
  var lines: [String: [PayLine]] = [:]
}

/// Asks the plugins what the work of a site may be and costs; without an answer the plain wage counts.
///
/// Used by one thread at a time, as the session is.
struct SiteDesk {
  var session: PluginSession
  var period: PlanningPeriod
  var clientZone: Zone

  func info(_ site: SiteSetting) -> SiteInfo {
    SiteInfo(
      id: site.id, zone: site.zone.name, jurisdiction: site.jurisdiction,
      currency: site.currency, calendar: site.calendar, seats: site.workplaces)
  }

  /// The limits that bind a roster at the site.
  func limits(_ site: SiteSetting) throws(Problem) -> [LabourLimit] {
    try ask(site) { session in
      session.labour(labourQuestion(site, purpose: nil)).flatMap(\.answer.limits)
    }
  }

  /// What employment costs there beside wages, each value with its source.
  func costs(_ site: SiteSetting) throws(Problem) -> CostParameters {
    let answers = try ask(site) { session in
      session.labour(labourQuestion(site, purpose: "cost")).flatMap(\.answer.limits)
    }
    var cost = CostParameters()
    for limit in answers {
      if let name = limit.costName, let value = limit.value.amount {
        cost.set(name, value, note: "\(limit.rule): \(limit.note ?? "")")
      }
    }
    return cost
  }

  /// What an hour at `instant` is paid in a shift without pauses over `stretch`, the only one of its
  /// week, against basic pay.
  func payFactor(
    _ site: SiteSetting, at instant: Instant, _ stretch: Range<Instant>
  ) throws(Problem) -> Double {
    let (start, end) = (stretch.lowerBound.seconds, stretch.upperBound.seconds)
    let shift = Shift(
      id: "probe/1", agent: "probe", site: site.id, startUnix: start, endUnix: end,
      segments: [ShiftSegment(activity: "work", startUnix: start, endUnix: end)])
    let answer = try ask(site) { session in
      session.price(
        PriceQuestion(
          site: info(site), agent: agentInfo(RosterAgent(id: "probe", contract: ""), site),
          shifts: [shift]))
    }
    return answer?.answer.lines.first {
      $0.startUnix <= instant.seconds && instant.seconds < $0.endUnix
    }?.multiplier ?? 1
  }

  private func labourQuestion(_ site: SiteSetting, purpose: String?) -> LabourQuestion {
    let horizon = period.horizon(in: clientZone)
    var facts: [String: AnyJSON] = ["traits": .array(site.traits.map { .string($0) })]
    if let purpose { facts["purpose"] = .string(purpose) }
    return LabourQuestion(
      site: site.id, jurisdiction: site.jurisdiction, zone: site.zone.name,
      fromDate: "\(site.zone.date(at: horizon.lowerBound))",
      toDate: "\(site.zone.date(at: horizon.upperBound - 1))", facts: facts)
  }

  /// Prices and judges a roster, agent by agent.
  func pay(_ site: SiteSetting, _ roster: SiteRoster) throws(Problem) -> SitePay {
    let shifts = Dictionary(grouping: RosterShift.shifts(of: roster.segments), by: \.agent)
    var pay = SitePay(bill: WageBill(paidHours: 0, ordinary: 0))
    var premiums: [String: Double] = [:]
    for agent in roster.agents {
      guard let own = shifts[agent.id] else { continue }
      let asked = own.enumerated().map { self.shift($1, $0, site) }
      let info = agentInfo(agent, site)
      let answer = try ask(site) { session in
        session.price(
          PriceQuestion(
            site: self.info(site), agent: info, shifts: asked, facts: facts(agent, site)))
      }
      let lines = answer?.answer.lines ?? Self.plain(asked, rate: rate(agent, site))
      if let currency = answer?.answer.currency, currency != site.currency {
        throw Problem(
          subject: "site \(site.id)", "is priced in another currency than its own", value: currency,
          maybe: "write currency = \"\(currency)\" for the site, or change its jurisdiction")
      }
      pay.lines[agent.id] = lines
      for line in lines { add(line, rate(agent, site), &pay, &premiums) }
      pay.findings += try ask(site) { session in
        session.judge(
          ShiftsQuestion(
            site: self.info(site), agent: info, shifts: asked,
            facts: ["published_unix": .number(Double(period.asOf.seconds))])
        )
        .flatMap(\.answer.findings)
      }
    }
    pay.bill.premiums = premiums.sorted { $0.key < $1.key }.map { CostComponent($0.key, $0.value) }
    return pay
  }

  private func add(
    _ line: PayLine, _ rate: Double, _ pay: inout SitePay, _ premiums: inout [String: Double]
  ) {
    if line.kind == "holiday not worked" {
      pay.bill.unworkedHolidays += line.amount
      return
    }
    let words = line.kind.split(separator: "+")
    pay.bill.paidHours += line.hours
    let ordinary = line.hours * rate
    pay.bill.ordinary += ordinary
    if words.contains("night") { pay.nightHours += line.hours }
    if words.contains("overtime") { pay.overtimeHours += line.hours }
    if words.contains("holiday") { pay.holidayHours += line.hours }
    let premium = line.amount - ordinary
    guard abs(premium) > 1e-9 else { return }
    // A stretch with several reasons goes under the first: overtime, holiday, rest day, night.
    let name = words.first.map(String.init) ?? ""
    premiums[name == "ordinary" ? "unsocial hours" : name, default: 0] += premium
  }

  /// Paid time at the plain wage.
  private static func plain(_ shifts: [Shift], rate: Double) -> [PayLine] {
    shifts.flatMap { shift in
      shift.segments.filter { $0.activity != "meal" }.map { segment in
        let hours = Double(segment.endUnix - segment.startUnix) / 3600
        return PayLine(
          shift: shift.id, startUnix: segment.startUnix, endUnix: segment.endUnix, hours: hours,
          kind: "ordinary", multiplier: 1, amount: hours * rate, rules: [])
      }
    }
  }

  private func shift(_ shift: RosterShift, _ index: Int, _ site: SiteSetting) -> Shift {
    Shift(
      id: "\(shift.agent)/\(index + 1)", agent: shift.agent, site: site.id,
      startUnix: shift.start.seconds, endUnix: shift.end.seconds,
      segments: shift.segments.map {
        ShiftSegment(
          activity: $0.activity.rawValue, startUnix: $0.start.seconds, endUnix: $0.end.seconds)
      })
  }

  /// The basic hourly pay of an agent: the contract's, or the site's.
  func rate(_ agent: RosterAgent, _ site: SiteSetting) -> Double {
    site.rules.contracts.first { $0.id == agent.contract }?.hourlyRate ?? site.hourlyRate
  }

  private func agentInfo(_ agent: RosterAgent, _ site: SiteSetting) -> AgentInfo {
    let contract = site.rules.contracts.first { $0.id == agent.contract }
    return AgentInfo(
      id: agent.id, site: site.id, contract: agent.contract, hourlyRate: rate(agent, site),
      facts: [
        "traits": .array((site.traits + (contract?.traits ?? [])).map { .string($0) })
      ])
  }

  /// The dates of the site that lie mostly in the period, and what the contract asks for in it: a holiday
  /// that takes the place of a shift is paid.
  private func facts(_ agent: RosterAgent, _ site: SiteSetting) -> [String: AnyJSON] {
    let horizon = period.horizon(in: clientZone)
    let noon = 12 * 3600
    var facts: [String: AnyJSON] = [
      "from_date": .string("\(site.zone.date(at: horizon.lowerBound + noon))"),
      "to_date": .string("\(site.zone.date(at: horizon.upperBound + -noon + -1))"),
    ]
    if let contract = site.rules.contracts.first(where: { $0.id == agent.contract }),
      !contract.kinds.isEmpty
    {
      let all = site.rules.general.overridden(by: contract.rules)
      let perWeek = [all[.wishedShiftsPerWeek], all[.maxShiftsPerWeek]].compactMap { $0?.value }
        .min()
      let seconds = contract.kinds.reduce(0) { $0 + $1.paidSeconds } / contract.kinds.count
      facts["expected_shifts"] = .number(
        (Double(perWeek ?? 5) * Double(period.days) / 7).rounded())
      facts["hours_per_day"] = .number(Double(seconds) / 3600)
    }
    return facts
  }

  /// A question whose failure is the comparison's: a number without its law or pay is no number.
  private func ask<Answer>(
    _ site: SiteSetting, _ body: (PluginSession) -> Answer
  ) throws(Problem) -> Answer {
    let before = session.faults.count
    let answer = body(session)
    if session.faults.count > before, let fault = session.faults.last {
      var problem = fault.problem
      // What is wrong is what the site asks for, not the plugin's file.
      problem.place = nil
      problem.subject = "site \(site.id): \(problem.subject)"
      throw problem
    }
    return answer
  }
}
