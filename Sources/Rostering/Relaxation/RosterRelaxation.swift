/// One step that would close part of a shortage, tried out: what it costs and what it closes.
public struct RosterRelaxation: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    /// A break or meal outside its window.
    case pause
    /// An hour more before or after a shift.
    case overtime
    /// A shift of nobody in particular.
    case extraShift = "extra_shift"
    /// A rule, a date or a class loosened for one agent.
    case rule
    /// One more agent of a contract.
    case extraAgent = "extra_agent"
  }
  public var kind: Kind
  /// The agent concerned, or the contract.
  public var who: String
  /// What is done, as a clause: `A12 stays until 22:00 on Sat 2026-12-05`.
  public var text: String
  /// Paid hours more than in the roster.
  public var paidHours: Double
  /// Missing agent-intervals fewer than in the roster, everybody else's shifts being kept.
  public var closes: Double

  public init(kind: Kind, who: String, text: String, paidHours: Double, closes: Double) {
    self.kind = kind
    self.who = who
    self.text = text
    self.paidHours = paidHours
    self.closes = closes
  }
}

extension [RosterRelaxation] {
  /// Cheapest first; of equal price the one that closes most. What costs no less and closes no more
  /// than another of its kind is left out.
  func cheapestFirst(keeping most: Int) -> [RosterRelaxation] {
    let sorted = self.sorted {
      ($0.paidHours, -$0.closes, $0.kind.rawValue, $0.text)
        < ($1.paidHours, -$1.closes, $1.kind.rawValue, $1.text)
    }
    var kept: [RosterRelaxation] = []
    for one in sorted where one.closes > 0 {
      let isDominated = kept.contains { $0.kind == one.kind && $0.closes >= one.closes }
      if !isDominated { kept.append(one) }
    }
    guard kept.count > most else { return kept }
    // The most closed for an hour stay, in the order of their price.
    func worth(_ one: RosterRelaxation) -> Double { one.closes / (one.paidHours + 0.5) }
    let best = kept.indices.sorted { (worth(kept[$0]), -$0) > (worth(kept[$1]), -$1) }.prefix(most)
    return best.sorted().map { kept[$0] }
  }
}
