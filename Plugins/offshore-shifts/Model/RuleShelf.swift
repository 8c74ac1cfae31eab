public import Diagnostics

/// All jurisdictions at hand: the shipped ones, and the user's own in their place.
public struct RuleShelf: Hashable, Sendable {
  /// A jurisdiction and, where its file has overlays, one of its states.
  public struct Place: Hashable, Sendable {
    public var jurisdiction: Jurisdiction
    public var state: String?
    /// The state that was asked for, where only its country's rules are known.
    public var without: String?
  }

  public var jurisdictions: [Jurisdiction]

  /// The shipped files, each replaced by the one of `own` with the same id.
  public init(own: [Jurisdiction] = []) throws(Problems) {
    var all = own
    for name in ShippedRules.names where !own.contains(where: { $0.id == name }) {
      all.append(try ShippedRules.jurisdiction(name))
    }
    jurisdictions = all.sorted { $0.id < $1.id }
  }

  /// Finds `philippines`, `PH`, `US-CA`, `india/delhi` or `IN-DL`.
  ///
  /// - Throws: A problem that suggests the nearest name when there is none.
  public func find(_ text: String) throws(Problem) -> Place {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    for jurisdiction in jurisdictions {
      if jurisdiction.id == text || jurisdiction.code == text {
        return Place(jurisdiction: jurisdiction, state: nil)
      }
      if parts.count == 2, jurisdiction.id == parts[0] || jurisdiction.code == parts[0],
        jurisdiction.states.contains(parts[1])
      {
        return Place(jurisdiction: jurisdiction, state: parts[1])
      }
      for (code, state) in zip(jurisdiction.stateCodes, jurisdiction.states)
      where text == "\(jurisdiction.code)-\(code)" {
        return Place(jurisdiction: jurisdiction, state: state)
      }
      for code in jurisdiction.otherStates where text == "\(jurisdiction.code)-\(code)" {
        return Place(jurisdiction: jurisdiction, state: nil, without: text)
      }
    }
    let names = jurisdictions.flatMap { one in
      [one.id, one.code] + one.states.map { "\(one.id)/\($0)" }
    }
    let states = jurisdictions.flatMap { one in
      (one.stateCodes + one.otherStates).map { "\(one.code)-\($0)" }
    }
    throw Problem(
      .missingConfiguration, subject: "labour rules", "no rule file is for this jurisdiction",
      value: "\"\(text)\"",
      maybe: nearestName(to: text, among: names + states).map { "you meant \"\($0)\"" }
        ?? "one of \(names.joined(separator: ", ")), or a rule file of your own")
  }
}
