// Goal: which published roster was in force when: the one answer for planning, checking, explaining and
// paying.
//
// Method: of the plans in force that cover a date by the centre's clock, the one published last counts; of days
// before a plan of which only plans that failed speak, the last of these, since it is the best guess at who
// worked, and what may have been worked must not break a limit. A shift
// belongs to the date on which it starts; one that starts outside its own plan's dates (sites whose day is
// not the centre's) goes with the nearest of them.

public import CentreModel
public import CivilTime
public import Diagnostics
internal import Files
public import Publishing
internal import Rostering
public import SitePlanning
internal import Tables

/// The published plans of a centre, by date.
public struct PublishedRosters {
  /// A plan with the dates on which it counts.
  package struct Part {
    package var plan: StoredPlan
    package var dates: Set<CivilDate>
    package var from: CivilDate
    package var to: CivilDate
  }

  let store: PlanStore
  /// Plans in force, in the order of publication.
  let plans: [StoredPlan]
  /// Plans that failed, and those in force after them: the later one of a date counts.
  private let worked: [StoredPlan]
  /// The number of the plan published last, in force or not.
  let lastSequence: Int
  /// Plans whose manifest cannot be read.
  public let damaged: [Problem]

  /// How far back rosters count: a month's weekends, and whatever runs across its edge.
  static let daysBack = 42

  public init(_ store: PlanStore) throws(Problem) {
    self.store = store
    let found = try store.plans()
    plans = found.plans.filter(\.isInForce)
    worked = Self.ordered(found.plans)
    lastSequence = found.plans.compactMap(\.manifest.sequence).max() ?? 0
    damaged = found.damaged
  }

  private static func ordered(_ plans: [StoredPlan]) -> [StoredPlan] {
    plans.filter { !$0.isInForce } + plans.filter(\.isInForce)
  }

  /// The plans in force on the dates of a range, in the order of their dates.
  package func parts(_ range: Range<CivilDate>) -> [Part] { Self.parts(range, of: plans) }

  private static func parts(_ range: Range<CivilDate>, of plans: [StoredPlan]) -> [Part] {
    var newest: [CivilDate: Int] = [:]
    for (k, plan) in plans.enumerated() {
      guard let (from, to) = dates(plan) else { continue }
      var date = max(from, range.lowerBound)
      while date < min(to, range.upperBound) {
        newest[date] = k
        date = date + 1
      }
    }
    return Dictionary(grouping: newest.keys) { newest[$0] ?? 0 }.compactMap { k, dates in
      Self.dates(plans[k]).map {
        Part(plan: plans[k], dates: Set(dates), from: $0.from, to: $0.to)
      }
    }.sorted { ($0.from, $0.to, $0.plan.name) < ($1.from, $1.to, $1.plan.name) }
  }

  private static func dates(_ plan: StoredPlan) -> (from: CivilDate, to: CivilDate)? {
    guard let from = CivilDate(plan.manifest.from), let to = CivilDate(plan.manifest.to), from < to
    else { return nil }
    return (from, to)
  }

  /// The shifts of a plan that start on the dates on which it counts, by the centre's clock, and the
  /// roster's file for the manifest.
  func roster(
    of part: Part, zone: Zone
  ) throws(Problem) -> (segments: [RosterSegment], bytes: [UInt8]) {
    let path = "\(store.path(of: part.plan.name))/\(PlanFileName.roster)"
    let bytes = try readFile(path)
    let segments = try readSegments(try CSVTable(file: path, bytes: bytes))
    let own = RosterShift.shifts(of: segments).filter { shift in
      let date = zone.date(at: shift.start)
      return part.dates.contains(min(max(date, part.from), part.to - 1))
    }
    return (own.flatMap(\.segments), bytes)
  }

  /// What a plan's manifest calls the rosters that it continues and those that it stays near.
  static let before = "the roster before, "
  static let ledgerBefore = "the fairness ledger before, "
  static let stayedNear = "the published roster, "

  /// The plans that a plan says it was made from.
  static func sources(_ manifest: Manifest) -> [String] {
    manifest.inputs.compactMap { input in
      [before, ledgerBefore, stayedNear].first { input.name.hasPrefix($0) }
        .map { String(input.name.dropFirst($0.count)) }
    } + [manifest.previous].compactMap { $0 }
  }

  /// Whether a plan speaks of a date.
  package func covers(_ date: CivilDate) -> Bool {
    !Self.parts(date..<(date + 1), of: worked).isEmpty
  }

  /// The plan that is taken for worked on a date because only plans that failed speak of it; nil elsewhere.
  func onlyFailed(on date: CivilDate) -> StoredPlan? {
    let plan = Self.parts(date..<(date + 1), of: worked).first?.plan
    return plan?.isInForce == false ? plan : nil
  }

  /// The shifts of the weeks before `date`, and the files they are from.
  package func before(
    _ date: CivilDate, zone: Zone
  ) throws(Problem) -> (segments: [RosterSegment], inputs: [Manifest.File]) {
    var segments: [RosterSegment] = []
    var inputs: [Manifest.File] = []
    for part in Self.parts((date - Self.daysBack)..<date, of: worked) {
      let roster = try roster(of: part, zone: zone)
      segments += roster.segments
      inputs.append(.init(name: Self.before + part.plan.name, content: roster.bytes))
    }
    return (segments.sorted(), inputs)
  }

  /// The shifts of the weeks before that a plan says it was made with, and whether they reach up to it.
  ///
  /// - Throws: A ``Problem`` when one of these plans is gone or another now.
  func before(
    _ manifest: Manifest, zone: Zone
  ) throws(Problem) -> (segments: [RosterSegment], reachesPeriod: Bool) {
    guard let from = CivilDate(manifest.from) else { return ([], false) }
    let named = manifest.inputs.filter { $0.name.hasPrefix(Self.before) }
    let names = named.map { String($0.name.dropFirst(Self.before.count)) }
    let known = PublishedRosters(
      store, try store.plans().plans.filter { names.contains($0.name) })
    if let gone = names.first(where: { name in !known.plans.contains { $0.name == name } }) {
      throw Problem(
        .missingConfiguration, at: Place(file: store.path(of: gone)),
        "the roster before this plan is gone, so that it cannot be judged",
        maybe: "raise keep in [publish] and plan again")
    }
    var segments: [RosterSegment] = []
    for part in Self.parts((from - Self.daysBack)..<from, of: known.worked) {
      let roster = try known.roster(of: part, zone: zone)
      guard
        named.contains(
          Manifest.File(name: Self.before + part.plan.name, content: roster.bytes))
      else {
        throw Problem(
          at: Place(file: store.path(of: part.plan.name)),
          "the roster before this plan is another one now", maybe: "plan again")
      }
      segments += roster.segments
    }
    return (segments.sorted(), known.covers(from - 1))
  }

  /// A part with what the weeks before say of its people.
  public func continued(
    _ part: SitePart, _ agents: [RosterAgent], from date: CivilDate, zone: Zone
  ) throws(Problem) -> SitePart {
    var part = part
    let own = Set(agents.map(\.id))
    part.previous = try before(date, zone: zone).segments.filter { own.contains($0.agent) }
    part.isContinued = covers(date - 1)
    part.ledger = try ledger(before: date).ledger
    return part
  }

  /// The same, with what is published for the period itself: a plan of these days stays near it.
  public func standing(
    _ part: SitePart, _ agents: [RosterAgent], in period: PlanningPeriod, zone: Zone
  ) throws(Problem) -> SitePart {
    var part = try continued(part, agents, from: period.from, zone: zone)
    part.keep(try standing(period, zone: zone))
    return part
  }

  private init(_ store: PlanStore, _ plans: [StoredPlan]) {
    self.store = store
    self.plans = plans
    worked = Self.ordered(plans)
    lastSequence = 0
    damaged = []
  }

  /// The fairness ledger up to `date`, and the file it is from: that of the plan that ends there.
  func ledger(
    before date: CivilDate
  ) throws(Problem) -> (ledger: FairnessLedger, inputs: [Manifest.File]) {
    guard let last = Self.parts((date - 1)..<date, of: worked).first, last.to == date else {
      return (FairnessLedger(), [])
    }
    let path = "\(store.path(of: last.plan.name))/\(PlanFileName.ledger)"
    guard let bytes = try readFileIfAny(path) else { return (FairnessLedger(), []) }
    return (
      try FairnessLedger(try CSVTable(file: path, bytes: bytes)),
      [.init(name: Self.ledgerBefore + last.plan.name, content: bytes)]
    )
  }
}
