public import CivilTime

/// A shift as people speak of it: from this hour to that, on the client's clock or on the site's.
///
/// Anchored to the client, its start moves on the site's clock when the client's clocks change;
/// anchored to the site, its coverage moves for the client. Both ends are clock times, so that a
/// night in which the clocks change is shorter or longer in elapsed time, and paid as such.
public struct ShiftTemplate: Hashable, Sendable {
  /// Whose clock the times are on.
  public enum Anchor: String, CaseIterable, Hashable, Sendable {
    case client
    case site
  }

  public var id: String
  public var anchor: Anchor
  /// Minutes after midnight on the anchor's clock.
  public var start: Int
  /// Minutes after midnight; on the next day when it is not after `start`.
  public var end: Int

  public init(id: String, anchor: Anchor, start: Int, end: Int) {
    self.id = id
    self.anchor = anchor
    self.start = start
    self.end = end
  }

  /// The shift that begins on `date` of the anchor's clock, in elapsed time.
  ///
  /// A time the clock skips is taken as much later as it skips; of a time it shows twice the first
  /// is the start and the first is the end.
  public func shift(on date: CivilDate, client: Zone, site: Zone) -> Range<Instant> {
    let zone = anchor == .client ? client : site
    let from = zone.resolve(date, secondsOfDay: start * 60).first
    let to = zone.resolve(end > start ? date : date + 1, secondsOfDay: end * 60).first
    return from..<max(from, to)
  }
}
