/// Why a staffing question has no answer. Each case carries the value that caused it.
public enum QueueingError: Error, Hashable, Sendable {
  /// `quantity` is NaN, infinite where it may not be, negative, or outside `allowed`.
  case outOfRange(quantity: Quantity, value: Double, allowed: String)
  /// No number of agents (or calls) reaches the goal.
  case unreachable(quantity: Quantity, value: Double, because: String)
  /// Something needed is not given.
  case missing(quantity: Quantity, because: String)

  /// What a number stands for; the raw value is the name shown to people.
  public enum Quantity: String, Hashable, Sendable, CaseIterable {
    case callsPerHour = "calls per hour"
    case handlingTime = "AHT"
    case load = "offered load"
    case agents = "agents"
    case lines = "lines"
    case patience = "patience"
    case threshold = "service-level threshold"
    case redialProbability = "redial probability"
    case serviceLevel = "service level"
    case averageSpeedOfAnswer = "ASA"
    case waitProbability = "probability of waiting"
    case abandonment = "abandonment"
    case occupancy = "occupancy"
    case blocking = "blocking"
    case concurrency = "concurrency"
    case busyThreshold = "busy threshold"
    case rateVariation = "coefficient of variation of the rate"
    case probability = "probability"
    case periods = "periods"
    case answerProbability = "probability of a live answer"
    case states = "states of the model"
  }
}

extension QueueingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfRange(let quantity, let value, let allowed):
      "\(quantity.rawValue) is not \(allowed) (\(value))"
    case .unreachable(let quantity, let value, let because):
      "\(quantity.rawValue) of \(value) cannot be reached: \(because)"
    case .missing(let quantity, let because):
      "\(quantity.rawValue) is not given: \(because)"
    }
  }
}

/// Checks shared by the models. Each returns its argument so that it can stand in an expression.
enum Check {
  /// Largest offered load, number of agents or rate that is accepted: above 10¹² erlangs a double
  /// no longer tells neighbouring numbers of agents apart well enough for exact answers.
  static let largest = 1e12

  static func notNegative(
    _ value: Double, _ quantity: QueueingError.Quantity
  ) throws(QueueingError) -> Double {
    guard value >= 0, value <= largest else {
      throw .outOfRange(quantity: quantity, value: value, allowed: "a number from 0 to 1e12")
    }
    return value
  }

  static func positive(
    _ value: Double, _ quantity: QueueingError.Quantity
  ) throws(QueueingError) -> Double {
    guard value > 0, value <= largest else {
      throw .outOfRange(quantity: quantity, value: value, allowed: "above 0 and at most 1e12")
    }
    return value
  }

  static func probability(
    _ value: Double, _ quantity: QueueingError.Quantity
  ) throws(QueueingError) -> Double {
    guard value >= 0, value <= 1 else {
      throw .outOfRange(quantity: quantity, value: value, allowed: "between 0 and 1")
    }
    return value
  }
}
