// When a person may be contacted.
//
// Goal: a yes or no for an instant, and the stretches of a period in which it is yes.
// Method: the person may be in any of several zones (address, area code, last known) and under
// several jurisdictions; contact is allowed only if every candidate's clock is inside every rule in
// force on that local date, and some rule in force says so. Between two neighbouring boundaries (starts and ends of clauses,
// midnights, changes of the clocks) the answer does not change, so one test per stretch is exact.

public import CivilTime

/// Whom to contact, for what, and what is known about it.
public struct ContactCase: Hashable, Sendable {
  public var scope: String
  public var jurisdictions: [String]
  /// Every zone the person may be in; at least one.
  public var zones: [Zone]
  /// Legal holidays wherever the person is.
  public var holidays: Set<CivilDate>
  /// Legal holidays by jurisdiction, for the rules that hold there.
  public var legalHolidays: [String: Set<CivilDate>] = [:]
  public var facts: [String: String]
  /// Calls placed so far, in any order.
  public var attempts: [Instant]
  /// Of these, calls in which somebody was reached.
  public var contacts: [Instant]

  public init(
    scope: String, jurisdictions: [String], zones: [Zone], holidays: Set<CivilDate> = [],
    facts: [String: String] = [:], attempts: [Instant] = [], contacts: [Instant] = []
  ) {
    self.scope = scope
    self.jurisdictions = jurisdictions
    self.zones = zones
    self.holidays = holidays
    self.facts = facts
    self.attempts = attempts
    self.contacts = contacts
  }

  /// Whether `date` is a holiday for a rule.
  func isHoliday(_ date: CivilDate, for rule: ContactRule) -> Bool {
    holidays.contains(date)
      || legalHolidays.contains { rule.holds(in: $0.key) && $0.value.contains(date) }
  }
}

/// A stretch in which contact is allowed, and the rules that end it on either side.
public struct OpenWindow: Hashable, Sendable {
  public var start: Instant
  public var end: Instant
  public var rules: [String]
}

/// Rules in force, ready to be asked.
public struct RuleBook: Sendable {
  public let rules: [ContactRule]
  private let fixedZones: [String: Zone]

  /// `zone`: Reads the zones that rules name themselves.
  public init(
    _ rules: [ContactRule], zone: (String) -> Zone? = { try? ZoneDatabase.system.zone($0) }
  ) {
    self.rules = rules
    var fixed: [String: Zone] = [:]
    for name in rules.compactMap(\.zone) where fixed[name] == nil { fixed[name] = zone(name) }
    fixedZones = fixed
  }

  public subscript(id: String) -> ContactRule? { rules.first { $0.id == id } }

  /// Rules that speak of the case, in force or not.
  public func rules(for contact: ContactCase) -> [ContactRule] {
    rules.filter { $0.concerns(contact) }
  }

  /// The ids of the rules that forbid contact at `instant` because of the hour or day; empty when it
  /// is allowed.
  public func hoursAgainst(_ contact: ContactCase, at instant: Instant) -> [String] {
    hours(speaking(of: contact), contact, instant)
  }

  /// The rules that speak of the case, with whether they exempt it.
  private func speaking(of contact: ContactCase) -> [(rule: ContactRule, isExempt: Bool)] {
    rules.filter { $0.speaks(of: contact) }.map { ($0, $0.exempts(contact)) }
  }

  /// Rules against the hour; ``silence`` where no rule says anything of a place on that day.
  private func hours(
    _ speaking: [(rule: ContactRule, isExempt: Bool)], _ contact: ContactCase, _ instant: Instant
  ) -> [String] {
    var against: [String] = []
    for (rule, isExempt) in speaking where !isExempt {
      let zones = rule.zone.flatMap { fixedZones[$0] }.map { [$0] } ?? contact.zones
      let forbids = zones.contains { zone in
        let local = zone.local(at: instant)
        guard rule.isInForce(on: local.date),
          let clause = rule.clause(
            local.date.weekday, isHoliday: contact.isHoliday(local.date, for: rule))
        else { return false }
        return !(clause.window?.contains(local.secondsOfDay / 60) ?? false)
      }
      if forbids { against.append(rule.id) }
    }
    if !isSpokenOf(speaking, contact, instant) { against.append(Self.silence) }
    return against
  }

  /// Whether in every place, by every clock, some rule in force says what is allowed on that day.
  private func isSpokenOf(
    _ speaking: [(rule: ContactRule, isExempt: Bool)], _ contact: ContactCase, _ instant: Instant
  ) -> Bool {
    !contact.jurisdictions.isEmpty
      && contact.jurisdictions.allSatisfy { place in
        contact.zones.allSatisfy { zone in
          let date = zone.date(at: instant)
          return speaking.contains { rule, isExempt in
            rule.holds(in: place) && rule.isInForce(on: date)
              && (isExempt
                || rule.clause(date.weekday, isHoliday: contact.isHoliday(date, for: rule)) != nil)
          }
        }
      }
  }

  /// The stretches within `from..<to` in which the hours allow contact, ascending.
  ///
  /// - Complexity: O(days · zones · clauses · rules).
  public func windows(_ contact: ContactCase, from: Instant, to: Instant) -> [OpenWindow] {
    guard from < to else { return [] }
    let concerned = rules(for: contact)
    let speaking = speaking(of: contact)
    var cuts: Set<Instant> = [from]
    for zone in Set(contact.zones + concerned.compactMap { $0.zone.flatMap { fixedZones[$0] } }) {
      var change = zone.nextChange(after: from)
      while let at = change, at < to {
        cuts.insert(at)
        change = zone.nextChange(after: at)
      }
      var minutes: Set<Int> = [0]
      for window in concerned.flatMap({ $0.clauses.compactMap(\.window) }) {
        minutes.insert(window.lowerBound)
        minutes.insert(window.upperBound)
      }
      var date = zone.date(at: from)
      let last = zone.date(at: to)
      while date <= last {
        for minute in minutes {
          switch zone.resolve(date, secondsOfDay: minute * 60) {
          case .unique(let at): cuts.insert(at)
          case .gap(let a, let b), .overlap(let a, let b): cuts.formUnion([a, b])
          }
        }
        date = date + 1
      }
    }
    let ordered = cuts.filter { from <= $0 && $0 < to }.sorted()
    var windows: [OpenWindow] = []
    var closedBy: [String] = []
    for (i, start) in ordered.enumerated() {
      let end = i + 1 < ordered.count ? ordered[i + 1] : to
      let against = hours(speaking, contact, start)
      if against.isEmpty {
        if let last = windows.indices.last, windows[last].end == start {
          windows[last].end = end
        } else {
          windows.append(OpenWindow(start: start, end: end, rules: closedBy))
        }
      } else if let last = windows.indices.last, windows[last].end == start {
        windows[last].rules = Set(windows[last].rules + against).sorted()
      }
      closedBy = against
    }
    return windows
  }
}
