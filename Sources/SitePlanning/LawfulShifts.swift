// Shifts that break the law by themselves: a night without the consent it needs, a meal that begins too late.
//
// Method: the roster's rules have no words for such law, but plugins that judge shifts know it. Every start of
// every kind of shift is put to them alone, its pauses as early as they may be, on one day of the period;
// starts with which the law is broken are struck from the contract, and a pause begins no later than the law
// is kept. What no start keeps stays as the contract has it, and the finished plan is said to be unlawful.

internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import PluginContract
internal import PluginHost

extension SiteDesk {
  /// The law with the contracts of the site narrowed to shifts that keep it.
  func narrowed(_ law: SiteLaw, _ site: StaffedSite) throws(Problem) -> SiteLaw {
    guard session.adds(.shifts), let place = site.site.jurisdiction, !place.isEmpty else {
      return law
    }
    var law = law
    for (c, contract) in law.rules.contracts.enumerated() {
      for (k, kind) in contract.kinds.enumerated() {
        let judged = LawfulShift(self, site, contract, kind)
        if let (narrow, rules) = try judged.narrowed() {
          law.narrow(contract: c, kind: k, to: narrow, by: rules)
        }
      }
    }
    return law
  }
}

/// One kind of shift of a contract before those who judge shifts.
private struct LawfulShift {
  /// Pauses move by this much.
  private static let step = 300

  private let desk: SiteDesk
  private let site: StaffedSite
  private let agent: AgentInfo
  private let kind: ShiftKind
  private let date: CivilDate

  init(_ desk: SiteDesk, _ site: StaffedSite, _ contract: RosterContract, _ kind: ShiftKind) {
    self.desk = desk
    self.site = site
    self.kind = kind
    let traits = site.site.traits + contract.traits
    agent = AgentInfo(
      id: contract.id, site: site.site.id, contract: contract.id,
      hourlyRate: contract.hourlyRate ?? site.site.hourlyRate,
      facts: traits.isEmpty ? nil : ["traits": .array(traits.map { .string($0) })])
    let dates = desk.dates(of: site.shiftZone)
    let days = (0..<7).map { dates.lowerBound + ($0 + 2) % 7 }
    date = days.first { kind.days.isEmpty || kind.days.contains($0.weekday) } ?? dates.lowerBound
  }

  /// The kind with the starts and pauses that keep the law, and the rules that asked for it; nil where all
  /// do, or none.
  func narrowed() throws(Problem) -> (kind: ShiftKind, rules: [String])? {
    var lawful: [Int] = []
    var rules: Set<String> = []
    var isStruck = false
    for minute in 0..<1440 where kind.mayStart(second: minute * 60, on: date.weekday) {
      let broken = try broken(minute, pauses: early)
      if broken.isEmpty {
        lawful.append(minute)
      } else {
        isStruck = true
        rules.formUnion(broken)
      }
    }
    guard let first = lawful.first else { return nil }
    var narrow = kind
    if isStruck { narrow.starts = ranges(lawful) }
    for k in kind.pauses.indices {
      while narrow.pauses[k].latestSeconds > early[k] {
        let broken = try broken(first, pauses: pauses(latest: k, of: narrow))
        if broken.isEmpty { break }
        rules.formUnion(broken)
        narrow.pauses[k].latestSeconds = max(
          early[k], narrow.pauses[k].latestSeconds - Self.step)
      }
    }
    return narrow == kind ? nil : (narrow, rules.sorted())
  }

  /// Begins of the pauses, each as early as it may be.
  private var early: [Int] { pauses(latest: nil, of: kind) }

  /// The same with one of them as late as it may be.
  private func pauses(latest: Int?, of kind: ShiftKind) -> [Int] {
    var end = 0
    return kind.pauses.enumerated().map { k, pause in
      let begin = max(end, k == latest ? pause.latestSeconds : pause.earliestSeconds)
      end = begin + pause.lengthSeconds
      return begin
    }
  }

  /// Neighbours on the grid as one stretch.
  private func ranges(_ minutes: [Int]) -> [MinuteRange] {
    let every = kind.startEveryMinutes
    var ranges: [MinuteRange] = []
    for minute in minutes {
      if let last = ranges.last, minute - last.to == every, minute % every == 0 {
        ranges[ranges.count - 1].to = minute
      } else {
        ranges.append(MinuteRange(from: minute, to: minute))
      }
    }
    return ranges
  }

  /// The rules that a shift from `minute` on breaks beyond a warning.
  private func broken(_ minute: Int, pauses: [Int]) throws(Problem) -> [String] {
    let start = site.shiftZone.resolve(date, secondsOfDay: minute * 60).first.seconds
    var segments: [ShiftSegment] = []
    var at = 0
    func add(_ activity: String, until end: Int, paid: Bool?) {
      guard end > at else { return }
      segments.append(
        ShiftSegment(
          activity: activity, startUnix: start + Int64(at), endUnix: start + Int64(end), paid: paid)
      )
      at = end
    }
    for (pause, begin) in zip(kind.pauses, pauses) where begin >= at {
      add("work", until: begin, paid: true)
      add(pause.activity.rawValue, until: begin + pause.lengthSeconds, paid: pause.isPaid)
    }
    add("work", until: kind.lengthSeconds, paid: true)
    let question = ShiftsQuestion(
      site: site.site.info, agent: agent,
      shifts: [
        Shift(
          id: "\(agent.id) \(date)", agent: agent.id, site: site.site.id, startUnix: start,
          endUnix: start + Int64(kind.lengthSeconds), segments: segments)
      ])
    return try desk.ask(site) { session in
      session.judge(question).flatMap(\.answer.findings).filter { $0.severity == .violation }
        .map(\.rule)
    }
  }
}
