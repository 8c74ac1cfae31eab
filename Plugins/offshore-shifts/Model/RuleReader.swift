internal import CivilTime
internal import Configuration
internal import Diagnostics
internal import PluginContract

/// Reads the rules of a jurisdiction file; problems are noted on the table, none is thrown.
struct RuleReader {
  let file: ConfigTable

  func rules() -> [Rule] {
    file.tables("rule").compactMap(rule)
  }

  private func rule(_ table: ConfigTable) -> Rule? {
    let id = table.required("id", table.string("id"))
    let topic = table.required("topic", table.string("topic"))
    let state = table.string("state")
    let from = table.required("effective_from", date(table, "effective_from"))
    let to = date(table, "effective_to")
    let authority = table.required("authority", table.string("authority"))
    let marks = Rule.Mark.allCases.map(\.rawValue)
    let mark = table.required("mark", table.choice("mark", of: marks)).flatMap(Rule.Mark.init)
    let sentence = table.required("sentence", table.string("sentence"))
    let examples = table.tables("example").compactMap(example)
    let body = body(table)
    if let from, let to, to < from {
      table.note("effective_to", "is before effective_from", value: "\(to)")
    }
    guard let id, let topic, let from, let authority, let mark, let sentence, let body
    else { return nil }
    return Rule(
      id: id, topic: topic, state: state, from: from, to: to, authority: authority, mark: mark,
      sentence: sentence, body: body, examples: examples)
  }

  private func example(_ table: ConfigTable) -> RuleExample? {
    let wage = table.number("wage", in: 0...1e12)
    let costs = table.number("costs", in: 0...1e12)
    let shifts = table.strings("work")
    guard let say = table.required("say", table.string("say")),
      let work = wage == nil ? table.required("work", shifts) : shifts ?? []
    else { return nil }
    return RuleExample(
      say: say, work: work, holidays: table.strings("holidays") ?? [],
      restDays: table.strings("rest_days") ?? [], traits: table.strings("traits") ?? [],
      repeatWeeks: table.integer("repeat_weeks", in: 1...60) ?? 1,
      published: table.string("published"), wage: wage, costs: costs,
      at: table.string("at"), factor: table.number("factor"), hours: table.number("hours"),
      breaks: table.flag("breaks"))
  }

  private func body(_ table: ConfigTable) -> RuleBody? {
    let kinds = [
      "day", "night", "overtime", "shift", "loading", "shift-class", "paid-pause", "meal",
      "rest-breaks", "limit", "consent", "rounding", "cost", "note",
    ]
    switch table.required("kind", table.choice("kind", of: kinds)) {
    case "day": return day(table)
    case "night": return night(table)
    case "overtime": return overtime(table)
    case "shift": return shift(table)
    case "loading": return loading(table)
    case "shift-class": return shiftClass(table)
    case "paid-pause": return paidPause(table)
    case "meal": return meal(table)
    case "rest-breaks": return restBreaks(table)
    case "limit": return limit(table)
    case "consent": return consent(table)
    case "rounding": return rounding(table)
    case "cost": return cost(table)
    case "note": return .note
    default: return nil
    }
  }

  private func day(_ t: ConfigTable) -> RuleBody? {
    let allowance = t.number("allowance_factor", in: 0...10)
    let unworked = t.number("unworked_days", in: 0...10)
    guard let factor = factor(t) else { return nil }
    return .day(
      DayRule(
        when: conditions(t), factor: factor, allowanceFactor: allowance ?? 1,
        unworkedDays: unworked ?? 0))
  }

  private func night(_ t: ConfigTable) -> RuleBody? {
    let except = t.flag("except_overtime") ?? false
    guard let factor = factor(t), let window = window(t, required: true) else { return nil }
    return .night(
      NightRule(window: window, when: conditions(t), factor: factor, exceptOvertime: except))
  }

  private func overtime(_ t: ConfigTable) -> RuleBody? {
    let bases = OvertimeRule.Basis.allCases.map(\.rawValue)
    let basis = t.required("basis", t.choice("basis", of: bases))
      .flatMap(OvertimeRule.Basis.init)
    let after = t.required("after_h", minutes(t, "after_h"))
    let weeks = t.integer("period_weeks", in: 1...52) ?? 1
    let anchor = date(t, "anchor")
    let rest = minutes(t, "rest_h")
    if basis == .period, anchor == nil { t.note("anchor", "is missing; a period needs one") }
    if basis == .shortRest, rest == nil { t.note("rest_h", "is missing") }
    let window = window(t, required: false)
    guard let factor = factor(t), let basis, let after else { return nil }
    return .overtime(
      OvertimeRule(
        basis: basis, afterMinutes: after, factor: factor, when: conditions(t), window: window,
        periodWeeks: weeks, anchor: anchor, restMinutes: rest ?? 0))
  }

  private func shift(_ t: ConfigTable) -> RuleBody? {
    guard let factor = factor(t), let window = window(t, required: true) else { return nil }
    return .shift(ShiftRule(endsIn: window, when: conditions(t), factor: factor))
  }

  private func loading(_ t: ConfigTable) -> RuleBody? {
    let except = t.flag("except_overtime") ?? false
    guard let add = t.required("add", t.number("add", in: 0...5)) else { return nil }
    return .loading(LoadingRule(when: conditions(t), add: add, exceptOvertime: except))
  }

  private func shiftClass(_ t: ConfigTable) -> RuleBody? {
    guard let window = window(t, required: true),
      let from = t.required("night_from_h", minutes(t, "night_from_h"))
    else { return nil }
    return .shiftClass(ShiftClassRule(window: window, nightFromMinutes: from))
  }

  private func paidPause(_ t: ConfigTable) -> RuleBody? {
    let kinds = PauseKind.allCases.map(\.rawValue)
    guard let pause = t.required("pause", t.choice("pause", of: kinds)).flatMap(PauseKind.init),
      let below = t.required("paid_below_min", t.integer("paid_below_min", in: 1...240))
    else { return nil }
    return .paidPause(PaidPauseRule(pause: pause, paidBelowMinutes: below))
  }

  private func meal(_ t: ConfigTable) -> RuleBody? {
    let startBy = minutes(t, "start_by_h")
    let number = t.integer("number", in: 1...5) ?? 1
    let waivable = minutes(t, "waivable_up_to_h") ?? 0
    let penalty = t.number("penalty_h", in: 0...24) ?? 0
    guard let after = t.required("after_h", minutes(t, "after_h")),
      let minimum = t.required("minimum_min", t.integer("minimum_min", in: 1...240))
    else { return nil }
    return .meal(
      MealRule(
        afterMinutes: after, minimumMinutes: minimum, startByMinutes: startBy, number: number,
        waivableUpToMinutes: waivable, penaltyHours: penalty, when: conditions(t),
        severity: severity(t)))
  }

  private func restBreaks(_ t: ConfigTable) -> RuleBody? {
    let penalty = t.number("penalty_h", in: 0...24) ?? 0
    let bands = t.tables("bands").compactMap { band -> RestBreakRule.Band? in
      let strictly = band.contains("over_h")
      let key = strictly ? "over_h" : "from_h"
      guard let from = band.required(key, minutes(band, key)),
        let count = band.required("count", band.integer("count", in: 1...10))
      else { return nil }
      return .init(minutes: from, count: count, strictly: strictly)
    }
    guard let minimum = t.required("minimum_min", t.integer("minimum_min", in: 1...60))
    else { return nil }
    return .restBreaks(
      RestBreakRule(
        minimumMinutes: minimum, bands: bands, penaltyHours: penalty, severity: severity(t)))
  }

  private func limit(_ t: ConfigTable) -> RuleBody? {
    let names = LimitRule.Limit.allCases.map(\.rawValue)
    let window = t.integer("window", in: 1...366) ?? 1
    let times = t.integer("times", in: 1...7) ?? 1
    let night = self.window(t, required: false)
    guard
      let limit = t.required("limit", t.choice("limit", of: names)).flatMap(LimitRule.Limit.init),
      let value = t.required("value", t.number("value", in: 0...10_000))
    else { return nil }
    // Overtime may be forbidden outright; no other limit of nothing leaves anything to work.
    let least = limit.countsDays ? 1 : limit.mayBeNothing ? 0 : 0.25
    if value < least || (limit.countsDays && value != value.rounded()) {
      t.note(
        "value", limit.countsDays ? "is no number of days" : "leaves nothing to work",
        value: "\(value)", maybe: limit.countsDays ? "write a whole number from 1" : nil)
    }
    return .limit(
      LimitRule(
        limit: limit, value: value, window: window, times: times, night: night,
        when: conditions(t),
        severity: severity(t)))
  }

  private func consent(_ t: ConfigTable) -> RuleBody? {
    let protects = t.string("protects") ?? ""
    guard let window = window(t, required: true),
      let needs = t.required("needs", t.string("needs"))
    else { return nil }
    return .consent(
      ConsentRule(window: window, protects: protects, needs: needs, severity: severity(t)))
  }

  private func rounding(_ t: ConfigTable) -> RuleBody? {
    let directions = RoundingRule.Direction.allCases.map(\.rawValue)
    let direction = t.choice("to", of: directions).flatMap(RoundingRule.Direction.init)
    guard let minutes = t.required("minutes", t.integer("minutes", in: 1...60)) else { return nil }
    return .rounding(RoundingRule(minutes: minutes, direction: direction ?? .nearest))
  }

  private func cost(_ t: ConfigTable) -> RuleBody? {
    guard let parameter = t.required("parameter", t.string("parameter")),
      let value = t.required("value", t.number("value", in: 0...1e12))
    else { return nil }
    if CostParameter.named(parameter) == nil {
      t.note(
        "parameter", "is not a parameter of the cost model", value: "\"\(parameter)\"",
        maybe: nearestName(to: parameter, among: CostParameter.names).map { "you meant \($0)" })
    }
    return .cost(CostRule(parameter: parameter, value: value))
  }

  // MARK: - Parts

  private func date(_ t: ConfigTable, _ key: String) -> CivilDate? {
    readDate(t, key)
  }

  private func factor(_ t: ConfigTable) -> Double? {
    t.required("factor", t.number("factor", in: 0...20))
  }

  private func minutes(_ t: ConfigTable, _ key: String) -> Int? {
    guard let hours = t.number(key, in: 0...1000) else { return nil }
    return Int((hours * 60).rounded())
  }

  private func window(_ t: ConfigTable, required: Bool) -> ClockWindow? {
    let start = t.timeOfDay("from")
    let end = t.timeOfDay("to")
    if required || start != nil || end != nil {
      _ = t.required("from", start)
      _ = t.required("to", end)
    }
    guard let start, let end else { return nil }
    return ClockWindow(start: start, end: end)
  }

  private func severity(_ t: ConfigTable) -> Severity {
    t.choice("severity", of: Severity.allCases.map(\.rawValue)).flatMap(Severity.init) ?? .error
  }

  private func conditions(_ t: ConfigTable) -> RuleConditions {
    RuleConditions(all: conditions(t, "when"), any: conditions(t, "when_any"))
  }

  private func conditions(_ t: ConfigTable, _ key: String) -> [RuleCondition] {
    (t.strings(key) ?? []).compactMap { text in
      let condition = RuleCondition(text)
      if condition == nil {
        t.note(
          key, "is not a condition", value: "\"\(text)\"",
          maybe: "write a holiday kind (regular, double-regular, public), rest-day, Sun, "
            + "trait:NAME or shift:night, with ! before it for the opposite")
      }
      return condition
    }
  }
}

/// A date such as `"2026-07-01"` under `key`; nil, with the problem noted, for anything else.
func readDate(_ table: ConfigTable, _ key: String) -> CivilDate? {
  guard let text = table.string(key) else { return nil }
  guard let date = CivilDate(text) else {
    table.note(key, "is not a date", value: "\"\(text)\"", maybe: "write it as \"2026-07-01\"")
    return nil
  }
  return date
}
