internal import CentreModel
public import CivilTime
internal import Planning
internal import Rostering
internal import SitePlanning

/// What is assumed to come otherwise than it was planned.
public struct Assumptions: Hashable, Sendable {
  /// On handling times and contacts: 1.1 is ten per cent more.
  public var handlingFactor = 1.0
  public var volumeFactor = 1.0
  /// Added to the shrinkage: 0.02 turns 30 % into 32 %.
  public var addedShrinkage = 0.0
  /// The only queues of which these three are assumed; empty: all.
  public var queues: [String] = []
  /// People who do not come.
  public var sick: [String] = []
  /// The dates on which their shifts begin, by their site's clock; empty: the whole period.
  public var sickDates: [CivilDate] = []

  public init() {}

  /// Whether nothing is assumed at all.
  public var isEmpty: Bool { !changesDemand && sick.isEmpty }

  /// Whether other agents are required than were planned with.
  public var changesDemand: Bool {
    handlingFactor != 1 || volumeFactor != 1 || addedShrinkage != 0
  }

  private func concerns(_ queue: String) -> Bool { queues.isEmpty || queues.contains(queue) }

  /// The forecast under these assumptions, bounds and all.
  func changed(_ rows: [ForecastRow]) -> [ForecastRow] {
    rows.map { row in
      guard concerns(row.queue) else { return row }
      var row = row
      row.offered *= volumeFactor
      row.low80 *= volumeFactor
      row.high80 *= volumeFactor
      row.low95 *= volumeFactor
      row.high95 *= volumeFactor
      row.handlingSeconds *= handlingFactor
      return row
    }
  }

  /// A site's part with more shrinkage and without those who are sick.
  func changed(_ part: SitePart) -> SitePart {
    var part = part
    for k in part.queues.indices where concerns(part.queues[k].id) {
      part.queues[k].shrinkage = min(0.95, max(0, part.queues[k].shrinkage + addedShrinkage))
    }
    guard !sick.isEmpty, case .named(var agents) = part.site.people else { return part }
    if sickDates.isEmpty {
      agents.removeAll { sick.contains($0.id) }
    } else {
      for k in agents.indices where sick.contains(agents[k].id) {
        agents[k].unavailableDates = Set(agents[k].unavailableDates + sickDates).sorted()
      }
    }
    part.site.people = .named(agents)
    return part
  }

  /// A roster without the shifts of those who are sick.
  func changed(_ segments: [RosterSegment], zone: Zone) -> [RosterSegment] {
    guard !sick.isEmpty else { return segments }
    return RosterShift.shifts(of: segments).filter { shift in
      !sick.contains(shift.agent)
        || !(sickDates.isEmpty || sickDates.contains(zone.date(at: shift.start)))
    }.flatMap(\.segments)
  }
}
