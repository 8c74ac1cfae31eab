internal import CentreModel
internal import CivilTime
internal import Rostering
internal import ServiceRostering
internal import Tables

/// What is known of a roster that was searched for its promises.
public struct PromiseEvidence: Sendable {
  /// The promised queues.
  public var queues: [String]
  public var paidHours: Double
  /// No roster of these people pays fewer hours: a bound of the model in which they are one pool.
  public var boundHours: Double
  /// Seconds of pay that one more call in time costs; nil: contracts or presence decide, not calls.
  public var callWorthSeconds: Double?
  /// On simulated weeks that the search had not seen.
  public var isKept: Bool
  /// Promises missed there, and those kept so narrowly that they decide the roster.
  public var missed: [String]
  public var binding: [String]
  public var weeks: Int
  /// The published roster keeps its promises and stands as it was.
  public var hasStayed: Bool

  /// The paid hours over the bound, as a share of it.
  public var gap: Double { boundHours > 0 ? paidHours / boundHours - 1 : 0 }

  init(_ roster: ServiceRoster, _ problem: ServiceProblem) {
    queues = problem.promise.queues.map(\.id)
    paidHours = Double(roster.paidSeconds) / 3600
    boundHours = roster.boundHours
    callWorthSeconds = roster.callWorthSeconds
    isKept = roster.missed.isEmpty
    missed = roster.missed.map { goalText($0, roster, problem) }
    binding = bindingGoals(roster, problem).map { goalText($0, roster, problem) }
    weeks = roster.outcome.weeks
    hasStayed = roster.hasStayed
  }

  /// The bound and the gap, what binds, and what another call in time costs, in lines for people.
  public func text() -> String {
    var out =
      "Rostered for the promise of \(queues.joined(separator: ", ")): \(fixed(paidHours, 1)) paid "
      + "hours, no roster of these people pays fewer than \(fixed(boundHours, 1)) (model of one pool), "
      + "gap \(fixed(100 * gap, 1)) %.\n"
    if hasStayed { out += "The published roster keeps its promises and stays.\n" }
    if !missed.isEmpty { out += "Missed over \(weeks) weeks: \(list(missed)).\n" }
    if !binding.isEmpty { out += "What binds: \(list(binding)).\n" }
    if let worth = callWorthSeconds, worth >= 6 {
      out +=
        "One more call in time a week costs about \(fixed(worth / 60, 1)) paid minutes: an hour more or "
        + "less is worth about \(fixed(3600 / worth, 1)) calls in time.\n"
    }
    return out
  }

  private func list(_ goals: [String]) -> String {
    let most = 6
    let more = goals.count > most ? "; and \(goals.count - most) more" : ""
    return goals.prefix(most).joined(separator: "; ") + more
  }
}
