/// What calendars and clocks of a zone show at some instant.
public struct LocalTime: Hashable, Sendable {
  public var date: CivilDate
  /// Seconds after the midnight the clock shows, 0 to 86,399.
  public var secondsOfDay: Int
  /// Seconds east of UTC.
  public var offset: Int

  public init(date: CivilDate, secondsOfDay: Int, offset: Int) {
    self.date = date
    self.secondsOfDay = secondsOfDay
    self.offset = offset
  }

  public var hour: Int { secondsOfDay / 3600 }
  public var minute: Int { secondsOfDay / 60 % 60 }
  public var second: Int { secondsOfDay % 60 }

  /// The instant, without a zone being asked.
  public var instant: Instant {
    Instant(seconds: Int64(date.dayNumber) * 86_400 + Int64(secondsOfDay) - Int64(offset))
  }

  /// The clock, `07:30`; seconds are shown when there are any.
  public var clock: String { clockText(secondsOfDay) }
}

extension LocalTime: CustomStringConvertible {
  /// RFC 3339 with the offset, `2026-11-23T07:00:00-05:00`.
  ///
  /// RFC 3339 knows whole minutes only: where a zone was off by seconds (before 1972) it is UTC.
  public var description: String {
    guard offset % 60 == 0 else { return instant.description }
    let sign = offset < 0 ? "-" : "+"
    let minutes = abs(offset) / 60
    return "\(date)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))\(sign)"
      + "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
  }
}

/// Seconds after midnight as `07:30`, or `07:30:15` when there are odd seconds; `24:00` is possible.
public func clockText(_ secondsOfDay: Int) -> String {
  let text = "\(padded(secondsOfDay / 3600, 2)):\(padded(secondsOfDay / 60 % 60, 2))"
  return secondsOfDay % 60 == 0 ? text : "\(text):\(padded(secondsOfDay % 60, 2))"
}

extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC, `2026-11-23T12:00:00Z`.
  public var description: String {
    let text = "\(Zone.utc.local(at: self))"
    return text.dropLast(6) + "Z"
  }

  /// RFC 3339 with the offset of a zone, `2026-11-23T07:00:00-05:00`.
  public func text(in zone: Zone) -> String { "\(zone.local(at: self))" }
}
