/// A list worked day after day in the same hours, with a contact rate for each hour.
///
/// Dials are shared out over the hours of a day in proportion to a weight; the mean contact rate that
/// results decides, in closed form, how many dials the list takes in all.
public struct HourlyList: Hashable, Sendable {
  /// One hour of the working day.
  public struct Hour: Hashable, Sendable {
    /// Local hour of the called party, 0 to 23.
    public var hour: Int
    public var contactRate: Double
    /// Dials in this hour of one day.
    public var dials: Double
    public var contacts: Double
    /// Share of an agent's time on the phone spent handling contacts.
    public var utilisation: Double
    /// Agents on the phone, not rounded.
    public var agents: Double
  }

  public var workload: ListWorkload
  public var hours: [Hour]
  /// Working days over which the list is spread.
  public var days: Int

  /// How dials are shared out over the hours.
  public enum Spread: Hashable, Sendable {
    /// The same number of dials in every hour.
    case even
    /// In proportion to a power of the contact rate: 2 leans towards the evening.
    case power(Int)
  }

  /// Of the arguments:
  /// - `rates`: Contact rates by local hour, ascending.
  /// - `utilisation`: The utilisation an agent reaches in an hour with the given contact rate and
  ///   number of agents; a fixed point is taken, starting from one agent's worth of work.
  /// - Complexity: O(hours · fixed point steps), at most 60 steps an hour.
  public init(
    records: Double, days: Int, rates: [(hour: Int, contactRate: Double)], maximumAttempts: Int,
    handlingSeconds: Double, noContactSeconds: Double = 0, spread: Spread = .even,
    utilisation: (_ contactRate: Double, _ agents: Double) -> Double
  ) {
    let weights = rates.map { rate in
      switch spread {
      case .even: 1.0
      case .power(let k): (0..<max(0, k)).reduce(1.0) { product, _ in product * rate.contactRate }
      }
    }
    let total = weights.reduce(0, +)
    let mean =
      total > 0
      ? zip(weights, rates).reduce(0) { $0 + $1.0 * $1.1.contactRate } / total : 0
    let work = ListWorkload(
      records: records, attempts: Attempts(contactRate: mean, maximum: maximumAttempts),
      handlingSeconds: handlingSeconds, noContactSeconds: noContactSeconds)
    let daily = days > 0 ? work.dials / Double(days) : 0
    self.workload = work
    self.days = days
    self.hours = zip(rates, weights).map { rate, weight in
      let dials = total > 0 ? daily * weight / total : 0
      let contacts = dials * rate.contactRate
      let seconds = contacts * handlingSeconds + (dials - contacts) * noContactSeconds
      var agents = max(1, seconds / 3600)
      var u = utilisation(rate.contactRate, agents)
      for _ in 0..<60 {
        guard u > 0 else { break }
        let next = seconds / (3600 * u)
        let done = abs(next - agents) < 1e-9 * max(1, next)
        agents = next
        if done { break }
        u = utilisation(rate.contactRate, max(1, agents))
      }
      return Hour(
        hour: rate.hour, contactRate: rate.contactRate, dials: dials, contacts: contacts,
        utilisation: u, agents: seconds > 0 ? agents : 0)
    }
  }

  /// Agent hours on the phone in one day, waiting between calls included.
  public var phoneHoursPerDay: Double { hours.reduce(0) { $0 + $1.agents } }

  /// Paid hours in one day; `shrinkage` is the share of paid time off the phone, 0 to below 1.
  public func paidHoursPerDay(shrinkage: Double) -> Double {
    shrinkage < 1 ? phoneHoursPerDay / (1 - shrinkage) : .infinity
  }
}
