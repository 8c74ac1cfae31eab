internal import CivilTime
public import MusterPluginKit

extension MutableSpan where Element == Interval {
  /// The rows as an array, for calculations over all of them.
  public var array: [Interval] { indices.map { self[$0] } }
}

extension Span where Element == Interval {
  /// The rows as an array, for calculations over all of them.
  public var array: [Interval] { indices.map { self[$0] } }
}

extension QueuePlan {
  /// The intervals of a plan as the row hooks have them, on the queue's clock; without bounds, which a plan does
  /// not keep.
  public func rows(lengthSeconds: Int) -> [Interval] {
    let zone = (try? ZoneDatabase.system.zone(self.zone)) ?? .utc
    return intervals.map { interval in
      let instant = Instant(seconds: interval.startUnix)
      return Interval(
        start_unix: interval.startUnix, length_s: Int32(clamping: lengthSeconds),
        utc_offset_s: Int32(clamping: zone.offsetSeconds(at: instant)), volume: interval.volume,
        aht_s: interval.ahtS, low80: 0, high80: 0, low95: 0, high95: 0,
        flags: interval.closed ? MUSTER_CLOSED : 0, reserved: 0)
    }
  }
}

extension Interval {
  /// Contacts in an hour at the row's rate.
  public var perHour: Double { volume * 3600 / Double(max(1, length_s)) }

  /// `2026-12-01 10:00` on the queue's local clock.
  public var localText: String {
    let minutes = secondOfDay / 60
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return "\(CivilDate(dayNumber: localDay)) \(two(minutes / 60)):\(two(minutes % 60))"
  }
}

/// Contacts that come while nobody works, for a queue whose customers do not wait: said, not served.
public func closedContacts(_ rows: [Interval], _ what: String) -> [String] {
  let lost = rows.reduce(0) { $0 + ($1.isClosed ? $1.volume : 0) }
  return lost > 0
    ? ["\(fixed(lost, 1)) \(what) come while the queue is closed, and nobody answers them"] : []
}

/// The positions of the rows of each local day, ascending by day.
public func daysOf(_ rows: [Interval]) -> [(day: Int, indices: [Int])] {
  var days: [(day: Int, indices: [Int])] = []
  for (i, row) in rows.enumerated() {
    if days.last?.day == row.localDay {
      days[days.count - 1].indices.append(i)
    } else {
      days.append((row.localDay, [i]))
    }
  }
  return days
}

/// `amount` shared out over `weights`; evenly over `fallback` when all weights are 0; zeros when
/// there is nowhere to put it.
public func share(_ amount: Double, over weights: [Double], fallback: [Bool]) -> [Double] {
  let total = weights.reduce(0, +)
  if total > 0 { return weights.map { amount * $0 / total } }
  let open = fallback.count { $0 }
  return fallback.map { $0 && open > 0 ? amount / Double(open) : 0 }
}

extension Requirement {
  /// A whole number of agents and what they promise; NaN where the model does not say.
  public mutating func set(
    agents: Int, boundBy: String, serviceLevel: Double = .nan, asaSeconds: Double = .nan,
    abandonment: Double = .nan, occupancy: Double = .nan
  ) {
    // Rounding may leave a share a hair outside.
    func share(_ x: Double) -> Double { x.isNaN ? x : min(1, max(0, x)) }
    self.agents = Int32(clamping: agents)
    service_level = share(serviceLevel)
    asa_s = asaSeconds
    self.abandonment = share(abandonment)
    self.occupancy = share(occupancy)
    setBoundBy(boundBy)
  }
}

/// A number as a report shows it: `decimals` digits after the point.
public func fixed(_ x: Double, _ decimals: Int = 0) -> String {
  guard x.isFinite else { return x.isNaN ? "-" : x > 0 ? "infinite" : "-infinite" }
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let scaled = (abs(x) * scale).rounded()
  guard scaled < 9e15 else { return "\(x)" }
  let whole = Int64(scaled)
  let sign = x < 0 && whole != 0 ? "-" : ""
  var digits = String(whole)
  while digits.count <= decimals { digits = "0" + digits }
  let cut = digits.index(digits.endIndex, offsetBy: -decimals)
  var head = String(digits[..<cut])
  var at = head.count - 3
  while at > 0 {
    head.insert(",", at: head.index(head.startIndex, offsetBy: at))
    at -= 3
  }
  return sign + head + (decimals > 0 ? "." + digits[cut...] : "")
}

extension IntervalPlan {
  /// Agents on the phone: those of the roster less shrinkage, or the requirement where there is no
  /// roster.
  public var onPhone: Double {
    guard let rostered else { return Double(agents) }
    return scheduled > 0 ? Double(rostered) * Double(agents) / Double(scheduled) : Double(rostered)
  }
}
