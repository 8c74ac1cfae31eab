public import CivilTime

/// The clock on the wall of a site.
public struct SiteClock: Hashable, Sendable {
  public let zone: Zone

  public init(_ zone: Zone) { self.zone = zone }

  public func local(_ instant: Instant) -> LocalTime { zone.local(at: instant) }

  /// The next instant after `t` at which the clock passes an edge or is changed itself; `edges` are
  /// seconds of the day, ascending, 86,400 last.
  func nextChange(after t: Instant, local: LocalTime, edges: [Int]) -> Instant {
    let edge = edges.first { $0 > local.secondsOfDay } ?? 86_400
    let next = t + (edge - local.secondsOfDay)
    guard let change = zone.nextChange(after: t), change < next else { return next }
    return change
  }

  /// How many seconds of `stretch` lie in `window` on the clock.
  func seconds(of stretch: Range<Instant>, in window: ClockWindow) -> Int {
    let edges = Set([window.start * 60, window.end * 60, 86_400]).sorted()
    var total = 0
    var t = stretch.lowerBound
    while t < stretch.upperBound {
      let local = local(t)
      let next = min(stretch.upperBound, nextChange(after: t, local: local, edges: edges))
      if window.contains(local.secondsOfDay / 60) { total += next - t }
      t = next
    }
    return total
  }
}
