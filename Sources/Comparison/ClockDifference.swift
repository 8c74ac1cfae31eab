public import CivilTime

/// A day on which the clocks of client and site move against each other.
public struct ClockChange: Hashable, Sendable {
  /// In the client's zone.
  public var date: CivilDate
  /// Seconds the site is ahead of the client before and after.
  public var before: Int
  public var after: Int
}

/// How the site's clock stands to the client's through a year.
public enum ClockDifference {
  /// The changes from `date` on for `days` days, ascending.
  public static func changes(
    client: Zone, site: Zone, from date: CivilDate, days: Int
  ) -> [ClockChange] {
    func ahead(_ t: Instant) -> Int { site.offsetSeconds(at: t) - client.offsetSeconds(at: t) }
    let end = client.startOfDay(date + days)
    var changes: [ClockChange] = []
    var t = client.startOfDay(date)
    while true {
      let next = [client.nextChange(after: t), site.nextChange(after: t)].compactMap(\.self).min()
      guard let next, next < end else { return changes }
      let (before, after) = (ahead(t), ahead(next))
      if before != after {
        changes.append(ClockChange(date: client.date(at: next), before: before, after: after))
      }
      t = next
    }
  }

  /// The weeks from `date` on in which the difference is not the most usual one of the year.
  public static func unusualWeeks(
    client: Zone, site: Zone, from date: CivilDate, weeks: Int = 52
  ) -> [CivilDate] {
    let differences = (0..<weeks).map { week -> (CivilDate, Int) in
      let day = date + 7 * week
      let noon = client.startOfDay(day + 3) + 43_200
      return (day, site.offsetSeconds(at: noon) - client.offsetSeconds(at: noon))
    }
    let values = Set(differences.map(\.1)).sorted()
    let usual = values.max { a, b in
      differences.count { $0.1 == a } < differences.count { $0.1 == b }
    }
    return differences.filter { $0.1 != usual }.map(\.0)
  }
}
