// What the rules say nothing about.
//
// A rule that is missing is no permission: where no rule in force says which hours of a day are allowed,
// nobody is called (`RuleBook.silence` stands for the rule), and a place or a kind of contact that no
// rule speaks of is told by name before anything is planned.

public import CivilTime

/// Why it is not known when the people of a case may be contacted.
public struct RuleGap: Error, Hashable, Sendable {
  /// Such as `no rule says when sales contacts may be made in FR`.
  public var what: String
  /// What was probably meant, or what to do.
  public var maybe: String

  public var sentence: String { "\(what); \(maybe)" }
}

extension RuleBook {
  /// Stands for the rule where no rule says anything.
  public static let silence = "NO-RULE"

  /// The kinds of contact that any rule speaks of, sorted.
  public var scopes: [String] { Set(rules.flatMap(\.scopes)).sorted() }

  /// The places whose hours rules of a scope name, sorted.
  public func places(of scope: String) -> [String] {
    Set(
      rules.filter { $0.speaks(of: scope) && !$0.clauses.isEmpty && !$0.jurisdiction.isEmpty }
        .map(\.jurisdiction)
    ).sorted()
  }

  /// What is not known of a case: the scope, a place, or its rules at that time; nil when hours are
  /// known everywhere.
  ///
  /// A country whose parts have rules of their own is too wide: which of them counts is not known.
  ///
  /// Of the arguments:
  /// - `from`, `to`: Dates on which rules must be in force; nil asks for none.
  public func gap(
    scope: String, jurisdictions: [String], places: Places, from: CivilDate? = nil,
    to: CivilDate? = nil
  ) -> RuleGap? {
    let own = self.places(of: scope)
    if own.isEmpty {
      let near = nearestNames(to: scope, among: scopes)
      return RuleGap(
        what: scope.isEmpty
          ? "no kind of contact is given" : "no rule speaks of contacts of the kind \"\(scope)\"",
        maybe: near.isEmpty
          ? "the kinds with rules are \(scopes.joined(separator: ", "))"
          : "perhaps \(near.joined(separator: " or ")) is meant")
    }
    guard !jurisdictions.isEmpty else {
      return RuleGap(
        what: "no place is given where the people are",
        maybe: "name it, such as \(own.prefix(3).joined(separator: ", "))")
    }
    for place in jurisdictions {
      if let gap = gap(scope, place, own, places, from, to) { return gap }
    }
    return nil
  }

  private func gap(
    _ scope: String, _ place: String, _ own: [String], _ places: Places, _ from: CivilDate?,
    _ to: CivilDate?
  ) -> RuleGap? {
    let home = country(of: place)
    let speaking = rules.filter {
      $0.speaks(of: scope) && !$0.clauses.isEmpty && $0.holds(in: place)
    }
    let isNamed = own.contains(place) || places[place] != nil
    let isNoPart = place != home && places.knowsParts(of: home) && !isNamed
    if isNoPart || speaking.isEmpty {
      let candidates = (own + places.known.keys.filter { country(of: $0) == home }).filter {
        near in own.contains { near == $0 || near.hasPrefix($0 + "-") }
      }
      let near = nearestNames(to: place, among: Set(candidates).sorted())
      return RuleGap(
        what: isNoPart
          ? "\(place) is no place that is known"
          : "no rule says when \(scope) contacts may be made in \(place)",
        maybe: near.isEmpty
          ? "hours are known in \(own.prefix(40).joined(separator: ", ")); others go into a rule file "
            + "of your own"
          : "perhaps \(near.joined(separator: " or ")) is meant; others go into a rule file of your own"
      )
    }
    let parts = own.filter { $0.hasPrefix(place + "-") }
    if !parts.isEmpty {
      return RuleGap(
        what: "\(place) is too wide: rules on \(scope) contacts differ in its parts",
        maybe: "name those where the people are, such as \(parts.prefix(3).joined(separator: ", "))"
      )
    }
    if let from, let to,
      !speaking.contains(where: { rule in
        (rule.effectiveFrom.map { $0 <= to } ?? true)
          && (rule.effectiveTo.map { from <= $0 } ?? true)
      })
    {
      return RuleGap(
        what: "no rule on \(scope) contacts in \(place) is in force from \(from) to \(to)",
        maybe: "a rule file of your own may carry one on")
    }
    return nil
  }

  /// A rule that closes legal holidays of a place of which no holidays are known; nil when there is none.
  public func holidayGap(scope: String, jurisdiction: String, _ known: LegalHolidays) -> RuleGap? {
    guard
      let rule = rules.first(where: { rule in
        rule.speaks(of: scope) && rule.holds(in: jurisdiction)
          && rule.clauses.contains { $0.days.contains(.holiday) && $0.days != .all }
      }), let day = CivilDate(year: 2026, month: 1, day: 1),
      known.dates(of: jurisdiction, from: day, to: day) == nil
    else { return nil }
    return RuleGap(
      what: "rule \(rule.id) names legal holidays, and none of \(jurisdiction) are known",
      maybe: "give the centre a holiday file with calendar \(jurisdiction)")
  }
}

extension ContactRule {
  /// Whether the rule is about a kind of contact.
  func speaks(of scope: String) -> Bool { scopes.isEmpty || scopes.contains(scope) }

  /// Whether it holds in a place: its own, a part of it, or everywhere.
  func holds(in place: String) -> Bool {
    jurisdiction.isEmpty || place == jurisdiction || place.hasPrefix(jurisdiction + "-")
  }
}
