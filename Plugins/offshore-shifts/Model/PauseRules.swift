internal import CivilTime

/// A meal or rest rule that a shift does not keep.
struct PauseBreach {
  var rule: String
  var kind: PauseKind
  var penaltyHours: Double
  var severity: Severity
  var what: String
}

extension PayEngine {
  /// The pay for meals and rest breaks that a shift should have had; `worked` in seconds.
  func penalties(_ shift: WorkShift, worked: Int, traits: Set<String>) -> [PayExtra] {
    let date = clock.local(shift.start).date
    return pauseBreaches(shift, worked: worked, traits: traits)
      .filter { $0.penaltyHours > 0 }
      .map { PayExtra(workday: date, rule: $0.rule, kind: $0.kind, hours: $0.penaltyHours) }
  }

  /// The meal and rest rules in force that a shift breaks.
  func pauseBreaches(_ shift: WorkShift, worked: Int, traits: Set<String>) -> [PauseBreach] {
    let rules = book.set(on: clock.local(shift.start).date)
    let meals = rules.meals.compactMap { entry in
      breach(entry.id, entry.body, shift, worked: worked, traits: traits)
    }
    let breaks = rules.restBreaks.compactMap { entry in
      breach(entry.id, entry.body, shift, worked: worked)
    }
    return meals + breaks
  }

  /// A meal is any pause long enough; the time to it is that worked before it begins.
  private func breach(
    _ id: String, _ rule: MealRule, _ shift: WorkShift, worked: Int, traits: Set<String>
  ) -> PauseBreach? {
    let applies = rule.when.hold { fact in
      if case .trait(let trait) = fact { traits.contains(trait) } else { false }
    }
    guard applies, worked > rule.afterMinutes * 60 else { return nil }
    let long = shift.pauses.filter { $0.seconds >= rule.minimumMinutes * 60 }
    let waived =
      worked <= rule.waivableUpToMinutes * 60 && traits.contains("meal-waiver")
      && long.count >= rule.number - 1
    guard !waived else { return nil }
    let what: String
    if long.count < rule.number {
      what =
        "\(hoursText(worked)) of work and no \(ordinal(rule.number)) meal of "
        + "\(rule.minimumMinutes) minutes"
    } else if let by = rule.startByMinutes, timeBefore(shift, long[rule.number - 1]) > by * 60 {
      what =
        "the \(ordinal(rule.number)) meal begins after "
        + "\(hoursText(timeBefore(shift, long[rule.number - 1]))) of work"
    } else {
      return nil
    }
    return PauseBreach(
      rule: id, kind: .meal, penaltyHours: rule.penaltyHours, severity: rule.severity, what: what)
  }

  private func timeBefore(_ shift: WorkShift, _ pause: Pause) -> Int {
    paidPieces(shift).reduce(0) {
      $0 + max(0, min($1.upperBound, pause.start) - $1.lowerBound)
    }
  }

  private func breach(
    _ id: String, _ rule: RestBreakRule, _ shift: WorkShift, worked: Int
  ) -> PauseBreach? {
    let due =
      rule.bands.filter {
        $0.strictly ? worked > $0.minutes * 60 : worked >= $0.minutes * 60
      }.map(\.count).max() ?? 0
    let had = shift.pauses.count {
      $0.kind == .break && $0.seconds >= rule.minimumMinutes * 60
    }
    guard had < due else { return nil }
    return PauseBreach(
      rule: id, kind: .break, penaltyHours: rule.penaltyHours, severity: rule.severity,
      what: "\(had) of \(due) rest breaks of \(rule.minimumMinutes) minutes "
        + "in \(hoursText(worked)) of work")
  }

  private func ordinal(_ number: Int) -> String {
    switch number {
    case 1: "first"
    case 2: "second"
    case 3: "third"
    default: "\(number)th"
    }
  }
}

/// `8 h`, `8 h 30 min`.
func hoursText(_ seconds: Int) -> String {
  let minutes = (seconds + 30) / 60
  return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
}
