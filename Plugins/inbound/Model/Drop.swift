public import CivilTime

/// A mailing, broadcast or message that makes people call.
public struct Drop: Hashable, Sendable {
  public var id: String
  public var date: CivilDate
  /// Pieces sent.
  public var quantity: Double
  /// Calls expected per piece.
  public var responseRate: Double
  public var queue: String
  public var curve: String
  /// Days between the drop and the first day of the curve: 0 lets the curve begin the day after.
  public var lag: Int
  /// Calls received so far because of this drop, and the last day they are counted to.
  public var received: (calls: Double, through: CivilDate)?

  public init(
    id: String, date: CivilDate, quantity: Double, responseRate: Double, queue: String,
    curve: String, lag: Int = 0, received: (calls: Double, through: CivilDate)? = nil
  ) {
    self.id = id
    self.date = date
    self.quantity = quantity
    self.responseRate = responseRate
    self.queue = queue
    self.curve = curve
    self.lag = lag
    self.received = received
  }

  public static func == (a: Drop, b: Drop) -> Bool {
    a.id == b.id && a.date == b.date && a.quantity == b.quantity
      && a.responseRate == b.responseRate && a.queue == b.queue && a.curve == b.curve
      && a.lag == b.lag && a.received?.calls == b.received?.calls
      && a.received?.through == b.received?.through
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(date)
  }

  /// Calls this drop will have made in all: planned, or projected from what came so far.
  public func total(_ curve: ResponseCurve) -> Double {
    if let received,
      let final = curve.projectedFinal(
        received: received.calls, throughDay: received.through - date - lag)
    {
      return final
    }
    return quantity * responseRate
  }

  /// Expected calls on `day`; `weekdays` are factors Monday to Sunday, empty for 1.
  public func calls(on day: CivilDate, _ curve: ResponseCurve, weekdays: [Double] = []) -> Double {
    let weight = curve.weight(day: day - date - lag)
    guard weight > 0 else { return 0 }
    let index = day.weekday.rawValue
    return total(curve) * weight * (index < weekdays.count ? weekdays[index] : 1)
  }
}

/// All drops of one queue with the curves they follow.
public struct DropDemand: Hashable, Sendable {
  public var drops: [Drop]
  public var curves: [String: ResponseCurve]
  /// Factors Monday to Sunday; empty for 1.
  public var weekdays: [Double]

  public init(drops: [Drop], curves: [String: ResponseCurve], weekdays: [Double] = []) {
    self.drops = drops
    self.curves = curves
    self.weekdays = weekdays
  }

  /// Calls the drops cause on `day`, and by which drop, largest first.
  public func calls(on day: CivilDate, queue: String) -> (calls: Double, drops: [String]) {
    var parts: [(id: String, calls: Double)] = []
    for drop in drops where drop.queue == queue {
      guard let curve = curves[drop.curve] else { continue }
      let calls = drop.calls(on: day, curve, weekdays: weekdays)
      if calls > 0 { parts.append((drop.id, calls)) }
    }
    parts.sort { ($1.calls, $0.id) < ($0.calls, $1.id) }
    return (parts.reduce(0) { $0 + $1.calls }, parts.map(\.id))
  }
}
