// Goal: what a roster costs in wages, and which rules of pay and hours it breaks.
//
// Method: each agent's shifts go to the plugins with those of the weeks before, whose hours count towards
// weekly overtime, and with the roster's own paid flags; what no plugin prices is paid at the plain wage for
// every paid segment.

internal import CentreModel
internal import CivilTime
public import Diagnostics
public import PluginContract
internal import PluginHost
internal import Rostering

/// One part of a cost.
public struct CostComponent: Hashable, Sendable {
  public var name: String
  public var amount: Double

  public init(_ name: String, _ amount: Double) {
    self.name = name
    self.amount = amount
  }
}

/// What wages come to in a period, in the currency of the site.
public struct WageBill: Hashable, Sendable {
  public var paidHours: Double
  /// Hours at the basic rate.
  public var ordinary: Double
  /// What is paid on top, by kind: `night`, `overtime`, `holiday`, …, ascending by kind.
  public var premiums: [CostComponent]
  /// Holidays that are paid and not worked.
  public var unworkedHolidays: Double

  public var total: Double {
    ordinary + premiums.reduce(0) { $0 + $1.amount } + unworkedHolidays
  }

  public init(
    paidHours: Double, ordinary: Double, premiums: [CostComponent] = [],
    unworkedHolidays: Double = 0
  ) {
    self.paidHours = paidHours
    self.ordinary = ordinary
    self.premiums = premiums
    self.unworkedHolidays = unworkedHolidays
  }
}

/// The pay of a site's roster, with its findings.
public struct SitePay: Sendable {
  public var bill = WageBill(paidHours: 0, ordinary: 0)
  public var nightHours = 0.0
  public var overtimeHours = 0.0
  public var holidayHours = 0.0
  public var findings: [Finding] = []
  /// Each paid stretch by agent, with its rules.
  public var lines: [String: [PayLine]] = [:]
  /// Whether a wage was known of everybody; amounts mean nothing else.
  public var hasRates = true

  /// Adds a paid stretch of somebody with this basic rate; premiums are summed by their first word.
  mutating func add(_ line: PayLine, rate: Double, premiums: inout [String: Double]) {
    guard line.isWorked else {
      bill.unworkedHolidays += line.amount
      return
    }
    bill.paidHours += line.hours
    let ordinary = line.hours * rate
    bill.ordinary += ordinary
    let kinds = line.kinds
    if kinds.contains("night") { nightHours += line.hours }
    if kinds.contains("overtime") { overtimeHours += line.hours }
    if kinds.contains("holiday") { holidayHours += line.hours }
    let premium = line.amount - ordinary
    guard abs(premium) > 1e-9 else { return }
    for (name, share) in line.shares {
      premiums[name == "ordinary" ? "unsocial hours" : name, default: 0] += premium * share
    }
  }
}

extension PayLine {
  /// The reasons for the rate, the first of them naming it.
  var kinds: [String] { kind.split(separator: "+").map(String.init) }

  /// What share of the premium is paid for which reason. Reasons come in the order in which the parts are
  /// composed: of a night on a holiday at twice the pay, the night is a tenth of that, as payslips show it.
  /// Where a part does not say its reason, all is the first kind's.
  package var shares: [(reason: String, share: Double)] {
    let undivided = [(reason: kinds.first ?? "", share: 1.0)]
    guard let parts, parts.count > 1, parts.allSatisfy({ $0.kind != nil && $0.how != "highest" })
    else { return undivided }
    var factor = 1.0
    var gains: [(reason: String, share: Double)] = []
    for part in parts {
      let gain = part.how == "times" ? factor * (part.value - 1) : part.value
      factor += gain
      gains.append((part.kind ?? "", gain))
    }
    guard factor > 1 + 1e-9 else { return undivided }
    return gains.map { ($0.reason, $0.share / (factor - 1)) }
  }

  /// Not so: a holiday that is paid and not worked.
  var isWorked: Bool { kind != "holiday not worked" }
}

extension SiteDesk {
  /// Prices and judges a part's roster, agent by agent.
  ///
  /// - Throws: A ``Problem`` when a plugin fails, or prices in another currency than the site's.
  public func pay(_ part: SitePart, _ roster: PartRoster) throws(Problem) -> SitePay {
    let site = part.site
    let shifts = Dictionary(grouping: RosterShift.shifts(of: roster.segments), by: \.agent)
    let before = Dictionary(grouping: RosterShift.shifts(of: part.previous), by: \.agent)
    var pay = SitePay()
    var premiums: [String: Double] = [:]
    for agent in roster.agents {
      guard let own = shifts[agent.id] else { continue }
      let question = priceQuestion(agent, own, before: before[agent.id] ?? [], site)
      let rate = site.hourlyRate(agent)
      if rate == nil { pay.hasRates = false }
      let lines = try priced(question, site)
      pay.lines[agent.id] = lines
      for line in lines { pay.add(line, rate: rate ?? 1, premiums: &premiums) }
      pay.findings += try ask(site) { session in
        session.judge(
          ShiftsQuestion(
            site: site.site.info, agent: question.agent, history: question.history,
            shifts: question.shifts,
            facts: ["published_unix": .number(Double(period.asOf.seconds))]),
          unlessAdding: isAudited ? .audit : nil
        ).flatMap(\.answer.findings)
      }
    }
    pay.bill.premiums = premiums.sorted { $0.key < $1.key }.map { CostComponent($0.key, $0.value) }
    return pay
  }

  /// What an agent's shifts are paid, stretch by stretch; at a rate of 1 where nobody knows the wage.
  func payLines(
    _ agent: RosterAgent, _ shifts: [RosterShift], before: [RosterShift], _ site: StaffedSite
  ) throws(Problem) -> [PayLine] {
    try priced(priceQuestion(agent, shifts, before: before, site), site)
  }

  private func priceQuestion(
    _ agent: RosterAgent, _ shifts: [RosterShift], before: [RosterShift], _ site: StaffedSite
  ) -> PriceQuestion {
    var info = info(agent, site)
    // Without a wage the factors are still there to be seen.
    if info.hourlyRate == nil { info.hourlyRate = 1 }
    return PriceQuestion(
      site: site.site.info, agent: info, history: infos(before, of: agent, site),
      shifts: infos(shifts, of: agent, site), facts: facts(agent, site))
  }

  private func priced(
    _ question: PriceQuestion, _ site: StaffedSite
  ) throws(Problem) -> [PayLine] {
    let answer = try ask(site) { session in session.price(question) }
    if let currency = answer?.answer.currency, let own = site.site.currency, currency != own {
      throw Problem(
        subject: "site \(site.site.id)", "is priced in another currency than its own",
        value: currency,
        maybe: "write currency = \"\(currency)\" for the site, or change its jurisdiction")
    }
    return answer?.answer.lines ?? Self.plain(question)
  }

  /// Paid time at the plain wage.
  private static func plain(_ question: PriceQuestion) -> [PayLine] {
    let rate = question.agent.hourlyRate ?? 1
    return question.shifts.flatMap { shift in
      shift.segments.filter(\.paid).map { segment in
        let hours = Double(segment.endUnix - segment.startUnix) / 3600
        return PayLine(
          shift: shift.id, startUnix: segment.startUnix, endUnix: segment.endUnix, hours: hours,
          kind: "ordinary", multiplier: 1, amount: hours * rate, rules: [])
      }
    }
  }

  /// The dates of the site that lie mostly in the period, and what the contract asks for in it: a holiday
  /// that takes the place of a shift is paid.
  private func facts(_ agent: RosterAgent, _ site: StaffedSite) -> [String: AnyJSON] {
    let horizon = period.horizon(in: clientZone)
    let noon = 12 * 3600
    var facts: [String: AnyJSON] = [
      "from_date": .string("\(site.zone.date(at: horizon.lowerBound + noon))"),
      "to_date": .string("\(site.zone.date(at: horizon.upperBound + -noon + -1))"),
    ]
    if let contract = site.contract(of: agent), !contract.kinds.isEmpty {
      let seconds = contract.kinds.reduce(0) { $0 + $1.paidSeconds } / contract.kinds.count
      facts["expected_shifts"] = .number(
        (Double(site.rules.usualShiftsPerWeek(contract)) * Double(period.days) / 7).rounded())
      facts["hours_per_day"] = .number(Double(seconds) / 3600)
    }
    return facts
  }

  // MARK: - The price of an hour

  /// What an hour of work is paid in every interval of the period, in thousandths of basic pay: that of a
  /// shift about it, the only one of its week. Empty where no plugin prices.
  func payFactors(_ site: StaffedSite, _ rules: RosterRules) throws(Problem) -> [Instant: Int] {
    let contract: String? =
      switch site.people {
      case .named(let agents): agents.first?.contract
      case .mix(let shares, _): shares.first?.contract
      }
    guard session.adds(.price),
      let shift = rules.contracts.first(where: { $0.id == contract })?.kinds.first
    else { return [:] }
    let horizon = period.horizon(in: clientZone)
    let interval = centre.intervalSeconds
    let info = info(RosterAgent(id: "probe", contract: ""), site)
    var factors: [Instant: Int] = [:]
    var t = horizon.lowerBound
    while t < horizon.upperBound {
      let start = t + -(shift.lengthSeconds / 2 / interval * interval)
      let factor = try payFactor(site, info, at: t, start..<(start + shift.lengthSeconds))
      factors[t] = Int(nearest: factor * 1000)
      t = t + interval
    }
    return factors
  }

  private func payFactor(
    _ site: StaffedSite, _ agent: AgentInfo, at instant: Instant, _ stretch: Range<Instant>
  ) throws(Problem) -> Double {
    let (start, end) = (stretch.lowerBound.seconds, stretch.upperBound.seconds)
    var agent = agent
    if agent.hourlyRate == nil { agent.hourlyRate = 1 }
    let shift = Shift(
      id: "probe/1", agent: agent.id, site: site.site.id, startUnix: start, endUnix: end,
      segments: [ShiftSegment(activity: "work", startUnix: start, endUnix: end, paid: true)])
    let answer = try ask(site) { session in
      session.price(PriceQuestion(site: site.site.info, agent: agent, shifts: [shift]))
    }
    let factor =
      answer?.answer.lines.first {
        $0.startUnix <= instant.seconds && instant.seconds < $0.endUnix
      }?.multiplier ?? 1
    return factor.isFinite ? min(max(factor, 0), 100) : 1
  }
}
