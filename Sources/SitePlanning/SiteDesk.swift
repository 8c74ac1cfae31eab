public import CentreModel
public import CivilTime
public import Diagnostics
public import PluginContract
public import PluginHost
internal import Rostering

/// Asks the plugins what the work of a site may be, needs and costs, in the contract's words.
///
/// Used by one thread at a time, as the session is.
public struct SiteDesk {
  public let session: PluginSession
  public let centre: Centre
  public let period: PlanningPeriod
  /// The centre's clock, which is the client's.
  public let clientZone: Zone
  let zones: ZoneDatabase
  /// Whether the finished plan is audited: plugins that do so are not asked to judge its shifts before.
  public var isAudited = false

  public init(
    session: PluginSession, centre: Centre, period: PlanningPeriod, clientZone: Zone,
    zones: ZoneDatabase
  ) {
    self.session = session
    self.centre = centre
    self.period = period
    self.clientZone = clientZone
    self.zones = zones
  }

  // MARK: - The nouns in the contract's words

  /// The queue in the contract's words.
  public func info(_ queue: Queue, site: String = "") -> QueueInfo {
    QueueInfo(
      id: queue.id, channel: queue.channel.rawValue, zone: queue.zoneName(in: centre),
      client: queue.client ?? "", site: site, calendar: queue.calendarName(in: centre) ?? "",
      intervalS: centre.intervalSeconds, shrinkage: queue.shrinkage,
      patienceS: queue.patienceSeconds)
  }

  /// Seconds to add to UTC for the time where the queue's customers live.
  public func offset(_ queue: Queue) -> (Instant) -> Int {
    let zone = (try? zones.zone(queue.zoneName(in: centre))) ?? clientZone
    return { zone.offsetSeconds(at: $0) }
  }

  /// The agent in the words of the contract, with wage and traits where they are given.
  public func info(_ agent: RosterAgent, _ site: StaffedSite) -> AgentInfo {
    let traits = site.site.traits + (site.contract(of: agent)?.traits ?? [])
    return AgentInfo(
      id: agent.id, site: site.site.id, contract: agent.contract,
      skills: agent.skills.keys.sorted(), hourlyRate: site.hourlyRate(agent),
      remote: agent.isRemote,
      facts: traits.isEmpty ? nil : ["traits": .array(traits.map { .string($0) })])
  }

  /// The shifts of one agent in the words of the contract, with the roster's own paid flags.
  public func infos(_ shifts: [RosterShift], of agent: RosterAgent, _ site: StaffedSite) -> [Shift]
  {
    let contract = site.contract(of: agent)
    return shifts.map { shift in
      let queue = shift.mainQueue ?? (centre.queues.count == 1 ? centre.queues.first?.id : nil)
      return Shift(
        id: "\(shift.agent) \(site.zone.date(at: shift.start))", agent: shift.agent,
        site: site.site.id, queue: queue,
        client: centre.queues.first { $0.id == queue }?.client, startUnix: shift.start.seconds,
        endUnix: shift.end.seconds,
        segments: zip(shift.segments, shift.paidFlags(contract)).map { segment, isPaid in
          ShiftSegment(
            activity: segment.activity.rawValue, startUnix: segment.start.seconds,
            endUnix: segment.end.seconds, paid: isPaid)
        })
    }
  }

  // MARK: - Law

  /// The site's rules with the law of the place in force.
  ///
  /// What cannot be taken over of an answer is noted as a fault of the plugin that gave it.
  /// - Throws: A ``Problem`` where the site names a jurisdiction and nobody knows its law: a law that
  ///   cannot be read is no permission.
  public func law(_ site: StaffedSite) throws(Problem) -> SiteLaw {
    if let place = site.site.jurisdiction, !place.isEmpty, !session.adds(.labour) {
      throw Problem(
        .missingConfiguration, subject: "site \(site.site.id)",
        "names a jurisdiction, and no plugin of this centre knows labour law", value: place,
        maybe: "add the [[plugin]] that does (muster plugins list), or take jurisdiction out")
    }
    let dates = dates(of: site.zone)
    let answers = try ask(site) { $0.labour(labourQuestion(site, purpose: nil)) }
    let law = SiteLaw(
      site.rules, limits: answers, from: dates.lowerBound, to: dates.upperBound)
    for refusal in law.refusals { session.refuse(refusal.plugin, .labour, refusal.words) }
    return try narrowed(law, site)
  }

  /// What employment costs at the site beside wages, as plugins say.
  public func costLimits(_ site: StaffedSite) throws(Problem) -> [LabourLimit] {
    try ask(site) { session in
      session.labour(labourQuestion(site, purpose: "cost")).flatMap(\.answer.limits)
    }.filter { $0.costName != nil }
  }

  private func labourQuestion(_ site: StaffedSite, purpose: String?) -> LabourQuestion {
    let dates = dates(of: site.zone)
    var facts: [String: AnyJSON] = ["traits": .array(site.site.traits.map { .string($0) })]
    if let purpose { facts["purpose"] = .string(purpose) }
    return LabourQuestion(
      site: site.site.id, jurisdiction: site.site.jurisdiction ?? "", zone: site.zone.name,
      fromDate: "\(dates.lowerBound)", toDate: "\(dates.upperBound)", facts: facts)
  }

  /// The dates by a site's clock that the period touches.
  func dates(of zone: Zone) -> ClosedRange<CivilDate> {
    let horizon = period.horizon(in: clientZone)
    return zone.date(at: horizon.lowerBound)...zone.date(at: horizon.upperBound - 1)
  }

  // MARK: - Requirement

  /// The agents that every interval needs: a plugin's own model where the queue has one, else the
  /// host's; those of a promise over a day or a week where the queue is one of ``SitePart/promised``.
  ///
  /// - Throws: A ``Problem`` when a goal cannot be met, or the model's plugin is not there.
  public func requirement(
    _ queue: Queue, _ rows: [ForecastRow], site: String = ""
  ) throws(Problem) -> [RequirementRow] {
    if let promise = promiseRequirement(queue) { return try promise.rows(rows) }
    return try RequirementStep(queue: queue, intervalSeconds: centre.intervalSeconds)
      .requirement(rows, own: ownModel(queue, rows, site: site))
  }

  /// What a queue of a part asks for a promise over a day or a week; nil where it has one by interval.
  func promiseRequirement(_ queue: Queue) -> PromiseRequirement? {
    guard queue.goal.period != .interval else { return nil }
    return PromiseRequirement(
      step: RequirementStep(queue: queue, intervalSeconds: centre.intervalSeconds),
      zone: clientZone, from: period.from)
  }

  /// What a plugin's staffing model asks for, nil where the host's is to be used.
  func ownModel(
    _ queue: Queue, _ rows: [ForecastRow], site: String
  ) throws(Problem) -> [PluginRequirement?]? {
    let named = queue.model.plugin
    let answer = session.requirement(
      info(queue, site: site), goal: queue.goal, rows, by: named, offset: offset(queue))
    if answer == nil, let named {
      throw session.noRequirement(for: queue.id, by: named)
    }
    return answer?.answer
  }

  /// A question whose failure is the asker's: a number without its law or pay is no number.
  func ask<Answer>(
    _ site: StaffedSite, _ body: (PluginSession) -> Answer
  ) throws(Problem) -> Answer {
    let before = session.faults.count
    let answer = body(session)
    if session.faults.count > before, let fault = session.faults.last {
      var problem = fault.problem
      // What is wrong is what the site asks for, not the plugin's file.
      problem.place = nil
      problem.subject = "site \(site.site.id): \(problem.subject)"
      throw problem
    }
    return answer
  }
}

extension StaffingModel {
  /// The plugin whose model it is.
  var plugin: String? {
    if case .plugin(let id) = self { id } else { nil }
  }
}

extension Site {
  /// The site in the words of the contract.
  public var info: SiteInfo {
    SiteInfo(
      id: id, zone: timezone, jurisdiction: jurisdiction ?? "", currency: currency ?? "",
      calendar: calendar ?? "", seats: seats)
  }
}
