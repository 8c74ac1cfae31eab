// When a person may be contacted.
//
// Goal: a yes or no for an instant, and the stretches of a period in which it is yes.
// Method: the person may be in any of several zones (address, area code, last known) and under
// several jurisdictions; contact is allowed only if every candidate's clock is inside every rule in
// force on that local date. Between two neighbouring boundaries (starts and ends of clauses,
// midnights, changes of the clocks) the answer does not change, so one test per stretch is exact.

public import CivilTime

/// Whom to contact, for what, and what is known about it.
public struct ContactCase: Hashable, Sendable {
  public var scope: String
  public var jurisdictions: [String]
  /// Every zone the person may be in; at least one.
  public var zones: [Zone]
  /// Legal holidays where the person is.
  public var holidays: Set<CivilDate>
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
    hours(rules(for: contact), contact, instant)
  }

  private func hours(
    _ concerned: [ContactRule], _ contact: ContactCase, _ instant: Instant
  ) -> [String] {
    var against: [String] = []
    for rule in concerned {
      let zones = rule.zone.flatMap { fixedZones[$0] }.map { [$0] } ?? contact.zones
      let forbids = zones.contains { zone in
        let local = zone.local(at: instant)
        guard rule.isInForce(on: local.date),
          let clause = rule.clause(
            local.date.weekday, isHoliday: contact.holidays.contains(local.date))
        else { return false }
        return !(clause.window?.contains(local.secondsOfDay / 60) ?? false)
      }
      if forbids { against.append(rule.id) }
    }
    return against
  }

  /// The stretches within `from..<to` in which the hours allow contact, ascending.
  ///
  /// - Complexity: O(days · zones · clauses · rules).
  public func windows(_ contact: ContactCase, from: Instant, to: Instant) -> [OpenWindow] {
    guard from < to else { return [] }
    let concerned = rules(for: contact)
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
      let against = hours(concerned, contact, start)
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
