internal import CentreModel
internal import SitePlanning

/// Service achieved by parts of a scenario together, as shares of the contacts offered.
public struct ServiceResult: Hashable, Sendable {
  public var offered: Double
  public var handled: Double
  /// Answered within the queue's threshold.
  public var serviceLevel: Double
  public var halfWidth: Double
  public var abandonment: Double
  public var speedOfAnswerSeconds: Double
  public var occupancy: Double
  /// Seconds of handling.
  public var handlingSeconds: Double

  /// The simulated service of the parts' queues of callers; of other queues all contacts are handled.
  init(_ parts: [PlannedPart]) {
    let total = parts.flatMap(\.service.judged).total()
    let figures = total?.figures ?? ServiceFigures()
    var counts = parts.flatMap(\.service.rows).total()?.counts ?? ServiceCounts()
    for part in parts {
      let simulated = Set(part.service.rows.map(\.queue))
      for row in part.requirement where !simulated.contains(row.queue) {
        counts.offered += row.offered
        counts.answered += row.offered
        counts.handlingSeconds += row.offered * row.handlingSeconds
      }
    }
    offered = counts.offered
    handled = counts.answered
    serviceLevel = figures.serviceLevel
    halfWidth = total?.halfWidths.serviceLevel ?? 0
    abandonment = figures.abandonment
    speedOfAnswerSeconds = figures.averageSpeedOfAnswerSeconds
    occupancy = figures.occupancy
    handlingSeconds = counts.handlingSeconds
  }
}
