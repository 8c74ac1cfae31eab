public import CivilTime

/// Whether a contact may be made, and if not, by which rules.
public struct Verdict: Hashable, Sendable {
  /// Rules whose hours or days forbid it.
  public var hours: [String]
  /// Rules whose caps are used up, or that ask for quiet after a conversation.
  public var caps: [String]

  public var isAllowed: Bool { hours.isEmpty && caps.isEmpty }
}

extension RuleBook {
  /// Whether the person may be called at `instant`, after what has happened before it.
  ///
  /// Days are counted on the clock of the case's first zone.
  public func verdict(_ contact: ContactCase, at instant: Instant) -> Verdict {
    Verdict(hours: hoursAgainst(contact, at: instant), caps: capsAgainst(contact, at: instant))
  }

  /// Calls that may still be placed at `instant` before a cap is reached; nil when there is no cap.
  /// 0 too when a rule asks for quiet.
  public func left(_ contact: ContactCase, at instant: Instant) -> Int? {
    var left: Int?
    for rule in inForce(contact, at: instant) {
      if isQuiet(rule, contact, instant) { return 0 }
      for cap in rule.caps {
        left = min(left ?? .max, max(0, cap.count - used(cap, contact, instant)))
      }
    }
    return left
  }

  /// The first instant from `instant` on at which a call is allowed, within `days` days.
  public func next(_ contact: ContactCase, from instant: Instant, days: Int = 60) -> Instant? {
    let end = instant + days * 86_400
    var candidates: Set<Instant> = [instant]
    for window in windows(contact, from: instant, to: end) { candidates.insert(window.start) }
    let clock = contact.zones.first ?? .utc
    let today = clock.date(at: instant)
    for day in 1...max(1, days) { candidates.insert(clock.startOfDay(today + day)) }
    for cap in rules(for: contact).flatMap(\.caps) {
      for made in contact.attempts + contact.contacts {
        candidates.insert(made + cap.windowHours * 3600)
      }
    }
    return candidates.filter { instant <= $0 && $0 < end }.sorted()
      .first { verdict(contact, at: $0).isAllowed }
  }

  private func capsAgainst(_ contact: ContactCase, at instant: Instant) -> [String] {
    inForce(contact, at: instant).filter { rule in
      isQuiet(rule, contact, instant)
        || rule.caps.contains { used($0, contact, instant) >= $0.count }
    }.map(\.id)
  }

  private func inForce(_ contact: ContactCase, at instant: Instant) -> [ContactRule] {
    let date = (contact.zones.first ?? .utc).date(at: instant)
    return rules(for: contact).filter { $0.isInForce(on: date) }
  }

  private func isQuiet(
    _ rule: ContactRule, _ contact: ContactCase, _ instant: Instant
  ) -> Bool {
    guard let days = rule.quietDays else { return false }
    let clock = contact.zones.first ?? .utc
    let today = clock.date(at: instant)
    return contact.contacts.contains { $0 <= instant && today - clock.date(at: $0) < days }
  }

  private func used(_ cap: AttemptCap, _ contact: ContactCase, _ instant: Instant) -> Int {
    let made = cap.counts == .attempts ? contact.attempts : contact.contacts
    let clock = contact.zones.first ?? .utc
    let today = clock.date(at: instant)
    return made.count { at in
      guard at <= instant else { return false }
      switch cap.clock {
      case .rolling: return instant - at < cap.windowHours * 3600
      case .days: return today - clock.date(at: at) < cap.windowHours / 24
      }
    }
  }
}
