internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Publishing
internal import Rostering
internal import SitePlanning

/// What is published for the days of a period.
struct StandingRoster: Sendable {
  /// The roster of this very period, to stay near; empty: none.
  var published: [RosterSegment] = []
  /// Shifts of plans for other periods that reach into this one, which stay as they are.
  var kept: [RosterSegment] = []
  /// Dates of the period of which a published roster speaks.
  var dates: Set<CivilDate> = []
  /// The files that it is from.
  var inputs: [Manifest.File] = []

  /// Takes in the shifts of a plan on some dates; `staysNear`: it is the roster to stay near.
  mutating func add(_ segments: [RosterSegment], _ dates: Set<CivilDate>, staysNear: Bool) {
    if staysNear { published = segments } else { kept += segments }
    self.dates.formUnion(dates)
  }
}

extension PublishedRosters {
  /// What stands for a period.
  func standing(_ period: PlanningPeriod, zone: Zone) throws(Problem) -> StandingRoster {
    let parts = parts(period.from..<period.to)
    let isOne = parts.count == 1 && parts[0].from == period.from && parts[0].to == period.to
    var all = StandingRoster()
    for part in parts {
      let roster = try roster(of: part, zone: zone)
      all.add(roster.segments, part.dates, staysNear: isOne)
      all.inputs.append(.init(name: Self.stayedNear + part.plan.name, content: roster.bytes))
    }
    return all
  }
}

extension SitePart {
  /// The part keeps what stands of its people: near it, or to the letter. Nobody works on leave that was
  /// entered since.
  mutating func keep(_ standing: StandingRoster) {
    guard case .named(let agents) = site.people else { return }
    let own = Set(agents.map(\.id))
    let leave = Dictionary(agents.map { ($0.id, Set($0.unavailableDates)) }) { first, _ in first }
    published = standing.published.filter { own.contains($0.agent) }
    pins =
      Rostering.pins(
        of: standing.kept.filter { own.contains($0.agent) }, zone: site.shiftZone
      ).filter { leave[$0.agent]?.contains($0.date) == false }
  }
}
