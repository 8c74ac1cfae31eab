internal import CivilTime

extension PayEngine {
  /// The shift with its ends rounded as the rules in force say; pauses outside it are dropped.
  func rounded(_ shift: WorkShift) -> WorkShift {
    guard let rule = book.set(on: clock.local(shift.start).date).rounding else { return shift }
    let start = rounded(shift.start, rule)
    let end = max(start, rounded(shift.end, rule))
    let pauses = shift.pauses.compactMap { pause -> Pause? in
      var pause = pause
      pause.start = max(start, pause.start)
      pause.end = min(end, pause.end)
      return pause.start < pause.end ? pause : nil
    }
    return WorkShift(start: start, end: end, pauses: pauses)
  }

  private func rounded(_ instant: Instant, _ rule: RoundingRule) -> Instant {
    let step = rule.minutes * 60
    let over = clock.local(instant).secondsOfDay % step
    return switch rule.direction {
    case .down: instant - over
    case .up: over == 0 ? instant : instant + (step - over)
    case .nearest: over * 2 < step ? instant - over : instant + (step - over)
    }
  }

  /// The paid stretches of a shift: all of it but the pauses that are unpaid and may be.
  func paidPieces(_ shift: WorkShift) -> [Range<Instant>] {
    let rules = book.set(on: clock.local(shift.start).date).paidPauses
    var pieces: [Range<Instant>] = []
    var from = shift.start
    for pause in shift.pauses where !isPaid(pause, rules) {
      let start = max(from, pause.start)
      let end = min(shift.end, pause.end)
      guard start < end else { continue }
      if from < start { pieces.append(from..<start) }
      from = end
    }
    if from < shift.end { pieces.append(from..<shift.end) }
    return pieces
  }

  private func isPaid(_ pause: Pause, _ rules: [RuleSet.Entry<PaidPauseRule>]) -> Bool {
    pause.paid
      || rules.contains {
        $0.body.pause == pause.kind && pause.seconds < $0.body.paidBelowMinutes * 60
      }
  }
}

extension [Range<Instant>] {
  /// Their total length.
  var seconds: Int { reduce(0) { $0 + ($1.upperBound - $1.lowerBound) } }
}
