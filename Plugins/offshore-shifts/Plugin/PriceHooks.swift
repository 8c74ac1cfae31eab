internal import CivilTime
internal import MusterPluginKit
internal import OffshoreShiftsModel

extension OffshoreShiftsPlugin: PriceHook {
  /// Every paid stretch with its factor and rules; missed pauses and, with `from_date` and `to_date`
  /// among the facts, holidays that are paid and not worked.
  func price(_ question: PriceQuestion) throws(PluginFailure) -> PriceAnswer {
    let engine = try engine(question.site)
    guard let rate = question.agent.hourlyRate else {
      throw PluginFailure(
        "agent \(question.agent.id) has no hourly rate; give the site a wage",
        status: MUSTER_E_QUESTION)
    }
    let ordered = question.shifts.sorted { $0.startUnix < $1.startUnix }
    let from = ordered.first.map { Instant(seconds: $0.startUnix) }
    let pay = engine.price(work(question.agent, question.history + ordered), from: from)
    var lines: [MusterPluginKit.PayLine] = pay.lines.compactMap { line in
      guard let shift = Self.shift(of: line.start, in: ordered) else { return nil }
      return MusterPluginKit.PayLine(
        shift: shift.id, startUnix: line.start.seconds, endUnix: line.end.seconds,
        hours: line.hours, kind: line.kindText, multiplier: line.factor,
        amount: line.hours * line.factor * rate, rules: line.parts.map(\.rule),
        parts: line.parts.map { part($0, engine.jurisdiction.compose) })
    }
    for extra in pay.extras {
      let there = ordered.first {
        engine.clock.local(Instant(seconds: $0.startUnix)).date == extra.workday
      }
      guard let shift = there else { continue }
      lines.append(
        MusterPluginKit.PayLine(
          shift: shift.id, startUnix: shift.endUnix, endUnix: shift.endUnix, hours: 0,
          kind: extra.kind == .meal ? "missed meal" : "missed break", multiplier: 1,
          amount: extra.hours * rate, rules: [extra.rule]))
    }
    lines += unworked(question, ordered, engine, rate)
    lines.sort { ($0.startUnix, $0.endUnix) < ($1.startUnix, $1.endUnix) }
    return PriceAnswer(
      currency: engine.jurisdiction.currency, lines: lines,
      total: lines.reduce(0) { $0 + $1.amount }, paidH: pay.paidHours)
  }

  private func part(
    _ part: OffshoreShiftsModel.PayLine.Part, _ compose: Jurisdiction.Composition
  ) -> PayPart {
    let (how, value): (String, Double) =
      if part.isAdded { ("plus", part.factor) } else {
        switch compose {
        case .multiply: ("times", part.factor)
        case .add: ("plus", part.factor - 1)
        case .highest: ("highest", part.factor)
        }
      }
    return PayPart(rule: part.rule, how: how, value: value, kind: part.reason)
  }

  private static func shift(of instant: Instant, in ordered: [Shift]) -> Shift? {
    ordered.last { $0.startUnix <= instant.seconds } ?? ordered.first
  }

  /// Holidays of the period that the agent does not work, as far as they take the place of a shift:
  /// with all the week's shifts worked, the holiday fell on a day off.
  private func unworked(
    _ question: PriceQuestion, _ ordered: [Shift], _ engine: PayEngine, _ rate: Double
  ) -> [MusterPluginKit.PayLine] {
    guard let first = ordered.first,
      let from = question.facts?["from_date"]?.string.flatMap({ CivilDate($0) }),
      let to = question.facts?["to_date"]?.string.flatMap({ CivilDate($0) }), from <= to
    else { return [] }
    let perWeek = question.facts?["shifts_per_week"]?.number ?? 5
    let weeks = Double(to - from + 1) / 7
    let expected = question.facts?["expected_shifts"]?.number ?? perWeek * weeks
    let missing = max(0, Int(expected.rounded()) - ordered.count)
    let hours = question.facts?["hours_per_day"]?.number ?? 8
    return engine.unworkedHolidays(work(question.agent, ordered), in: from...to).prefix(missing)
      .map { holiday in
        let start = engine.clock.zone.startOfDay(holiday.date).seconds
        return MusterPluginKit.PayLine(
          shift: first.id, startUnix: start, endUnix: start, hours: 0,
          kind: "holiday not worked", multiplier: 1, amount: holiday.days * hours * rate,
          rules: [holiday.rule])
      }
  }
}

extension OffshoreShiftsModel.PayLine {
  /// `ordinary`, or what is special about it: `overtime+holiday+night`.
  var kindText: String {
    var words: [String] = []
    if isOvertime { words.append("overtime") }
    if isHoliday { words.append("holiday") }
    if isRestDay { words.append("rest-day") }
    if isNight { words.append("night") }
    return words.isEmpty ? "ordinary" : words.joined(separator: "+")
  }
}
