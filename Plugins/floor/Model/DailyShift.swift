/// A shift that is worked every day by the same number of people, in minutes of the site's day.
public struct DailyShift: Hashable, Sendable {
  public var name: String
  public var people: Int
  /// Minutes after midnight, 0 to 1439.
  public var start: Int
  /// Length in minutes, 1 to 1440.
  public var length: Int
  /// Pool of seats; seats of one pool are not used by another (a client's own floor, PCI rooms).
  public var pool: String
  /// Of these, people who work from home and need no seat.
  public var remote: Int

  public init(
    name: String, people: Int, start: Int, length: Int, pool: String = "", remote: Int = 0
  ) {
    self.name = name
    self.people = people
    self.start = start
    self.length = length
    self.pool = pool
    self.remote = remote
  }

  /// The shift on three days running, so that the middle one shows what reaches over midnight.
  func stays() -> [Stay] {
    (0..<3).map {
      Stay(
        start: $0 * 1440 + start, end: $0 * 1440 + start + length,
        people: max(0, people - remote))
    }
  }
}

/// People on the floor over one ordinary day, 0 to 1440 minutes.
public func dailyOccupancy(_ shifts: [DailyShift], handover: Int = 0) -> Occupancy {
  var day = Occupancy(shifts.flatMap { $0.stays() }, handover: handover)
  day.steps = day.steps.compactMap { step in
    let start = max(step.start, 1440)
    let end = min(step.end, 2880)
    return start < end
      ? Occupancy.Step(start: start - 1440, end: end - 1440, people: step.people) : nil
  }
  return day
}
