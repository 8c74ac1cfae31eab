/// What an hour of basic pay is worth, in the currency of the site.
public enum Wage: Hashable, Sendable {
  case hourly(Double)
  /// A monthly wage over the days a year it pays for, and the hours of such a day.
  case monthly(Double, divisorDays: Double, hoursPerDay: Double)

  /// The basic hourly rate.
  public var hourly: Double {
    switch self {
    case .hourly(let amount): amount
    case .monthly(let amount, let days, let hours): amount * 12 / (days * hours)
    }
  }

  /// The basic pay of a month, one twelfth of a year.
  public func monthly(hoursPerMonth: Double) -> Double {
    switch self {
    case .hourly(let amount): amount * hoursPerMonth
    case .monthly(let amount, _, _): amount
    }
  }
}
