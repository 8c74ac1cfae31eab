/// What the measures of one method are made of: sums, so that those of any queues and shares add up.
///
/// With e = forecast − contacts and y = contacts: WAPE = 100 Σ|e| / Σy, by interval and by day; bias = 100 Σe / Σy;
/// coverage = intervals within the bounds / intervals; the interval score over Σy. MASE and RMSSE are means over
/// origins and add up as such: of several queues every origin of each counts alike.
public struct ScoreSums: Hashable, Sendable {
  /// The sums, by the names that they have in files.
  public enum Term: String, CaseIterable, Sendable {
    case intervals
    case contacts
    case absoluteErrors = "abs_error"
    case signedErrors = "signed_error"
    case squaredErrors = "squared_error"
    /// Of the totals of dates, each of one origin.
    case dayAbsoluteErrors = "day_abs_error"
    /// Intervals within the bounds.
    case within80, within95
    case intervalScores80 = "winkler80_sum"
    case intervalScores95 = "winkler95_sum"
    /// Origins with a history to scale errors by.
    case scaledOrigins = "scaled_origins"
    case scaledErrors = "mase_sum"
    case scaledRoots = "rmsse_sum"

    /// Whether it is a number of things.
    public var isCount: Bool {
      switch self {
      case .intervals, .within80, .within95, .scaledOrigins: true
      default: false
      }
    }
  }

  /// What is not known of a method is not there.
  private var terms: [Term: Double] = [:]

  public init(_ terms: [Term: Double] = [:]) { self.terms = terms }

  public subscript(term: Term) -> Double? { terms[term] }

  public static func + (a: ScoreSums, b: ScoreSums) -> ScoreSums {
    ScoreSums(a.terms.merging(b.terms, uniquingKeysWith: +))
  }
}

extension ScoreSums {
  /// Percent; NaN without contacts.
  public var wape: Double { percent(.absoluteErrors, of: .contacts) ?? .nan }
  /// The same for the totals of days.
  public var dayWAPE: Double { percent(.dayAbsoluteErrors, of: .contacts) ?? .nan }
  /// Percent; above 0 where too much was forecast.
  public var bias: Double? { percent(.signedErrors, of: .contacts) }
  public var mase: Double? { ratio(.scaledErrors, of: .scaledOrigins) }
  public var rmsse: Double? { ratio(.scaledRoots, of: .scaledOrigins) }
  /// Percent of the intervals within the bounds.
  public var coverage80: Double? { percent(.within80, of: .intervals) }
  public var coverage95: Double? { percent(.within95, of: .intervals) }
  /// As a share of the mean interval.
  public var winkler80: Double? { ratio(.intervalScores80, of: .contacts) }
  public var winkler95: Double? { ratio(.intervalScores95, of: .contacts) }

  private func percent(_ term: Term, of whole: Term) -> Double? {
    guard let part = terms[term], let whole = terms[whole] else { return nil }
    return whole > 0 ? 100 * part / whole : .nan
  }

  private func ratio(_ term: Term, of whole: Term) -> Double? {
    guard let part = terms[term], let whole = terms[whole] else { return nil }
    return whole > 0 ? part / whole : .nan
  }
}
