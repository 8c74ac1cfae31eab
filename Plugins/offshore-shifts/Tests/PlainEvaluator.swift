import CivilTime
import OffshoreShiftsModel

/// Pay evaluated minute by minute: the second opinion on the pay engine.
///
/// Nothing is cut or looked ahead: for each minute all rules of the file are asked in turn, with
/// counters of minutes beside them. Slow and plain on purpose.
struct PlainEvaluator {
  struct Minute {
    var start: Int64
    var factor: Double
    var isOvertime: Bool
  }

  private enum Kind { case day, night, overtime, shift, loading, other }
  private enum Basis {
    case day, week, period, seventhDay, shortRest, overtimeWeek, overtimeDay, none
  }

  /// A rule with its texts turned into numbers once.
  private struct Rule {
    var kind: Kind
    var basis: Basis
    var from: Int
    var to: Int
    var factor: Double
    var after: Int
    var start: Int
    var end: Int
    var exceptOvertime: Bool
    var periodDays: Int
    var anchor: Int
    var rest: Int64

    func isIn(_ minute: Int) -> Bool {
      if start < 0 { return true }
      if start < end { return minute >= start && minute < end }
      return minute >= start || minute < end
    }
  }

  private var rules: [Rule] = []
  /// The texts of each rule, for what is not asked every minute.
  private var texts: [[String: String]] = []
  private var all: [[String]] = []
  private var any: [[String]] = []
  /// 0 multiplies, 1 adds, 2 takes the highest.
  private let how: Int
  private let byShift: Bool
  private let weekStart: Int
  /// Whose holidays and weekday: `clock`, `shift-start` or `greater-part`.
  private var attribution: String
  private var offset: (Int64) -> Int = { _ in 0 }
  private var holidays: [Int: [String]] = [:]

  init(file: [UInt8], state: String?) {
    let plain = PlainRules(file)
    how = ["multiply": 0, "add": 1][PlainRules.text(plain.head["compose"])] ?? 2
    byShift = PlainRules.text(plain.head["workday"]) == "shift"
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    weekStart = names.firstIndex(of: PlainRules.text(plain.head["week_start"])) ?? 0
    attribution = PlainRules.text(plain.head["holiday_attribution"])
    for text in plain.rules {
      let of = text["state"].map { PlainRules.text($0) }
      if of != nil && of != state { continue }
      let replaced = plain.rules.contains { other in
        of == nil && state != nil && other["state"].map { PlainRules.text($0) } == state
          && other["topic"] == text["topic"]
      }
      // The overlays of the shipped files begin with the rules they replace.
      if replaced { continue }
      rules.append(
        Rule(
          kind: Self.kind(PlainRules.text(text["kind"])),
          basis: Self.basis(PlainRules.text(text["basis"])),
          from: PlainRules.day(text["effective_from"], 0),
          to: PlainRules.day(text["effective_to"], 99_999_999),
          factor: PlainRules.number(text["factor"] ?? text["add"]),
          after: Int((PlainRules.number(text["after_h"]) * 60).rounded()),
          start: PlainRules.clock(text["from"]), end: PlainRules.clock(text["to"]),
          exceptOvertime: text["except_overtime"] == "true",
          periodDays: 7 * Int(PlainRules.number(text["period_weeks"])),
          anchor: CivilDate(PlainRules.text(text["anchor"]))?.dayNumber ?? 0,
          rest: Int64(PlainRules.number(text["rest_h"]) * 3600)))
      texts.append(text)
      all.append(PlainRules.list(text["when"]))
      any.append(PlainRules.list(text["when_any"]))
    }
  }

  /// The same rules with `holidays` by day number, and seconds east of UTC at an instant.
  func with(
    holidays: [Int: [String]], attribution: String?, offset: @escaping (Int64) -> Int
  ) -> PlainEvaluator {
    var copy = self
    copy.holidays = holidays
    copy.attribution = attribution ?? self.attribution
    copy.offset = offset
    return copy
  }

  private static func kind(_ name: String) -> Kind {
    switch name {
    case "day": .day
    case "night": .night
    case "overtime": .overtime
    case "shift": .shift
    case "loading": .loading
    default: .other
    }
  }

  private static func basis(_ name: String) -> Basis {
    switch name {
    case "day": .day
    case "week": .week
    case "period": .period
    case "seventh-day": .seventhDay
    case "short-rest": .shortRest
    case "overtime-week": .overtimeWeek
    case "overtime-day": .overtimeDay
    default: .none
    }
  }

  // MARK: - Pay

  func minutes(of work: AgentWork) -> (minutes: [Minute], penaltyHours: Double) {
    var result: [Minute] = []
    var penalties: [Int: Set<String>] = [:]
    var dayCount: [Int: Int] = [:]
    var weekStraight: [Int: Int] = [:]
    var weekOvertime: [Int: Int] = [:]
    var dayOvertime: [Int: Int] = [:]
    var periodStraight: [Int: Int] = [:]
    var workedDays: Set<Int> = []
    var previousEnd: Int64?
    var lastShiftDay = Int.min
    for shift in work.shifts {
      let shiftDay = day(shift.start.seconds)
      let inForce = rules.indices.filter { isInForce(rules[$0], on: shiftDay) }
      let paid = paidMinutes(shift, inForce)
      let shiftKind = classify(paid, inForce)
      let counted = inForce.map { rules[$0] }.first { $0.basis == .period }
      let endMinute = minuteOfDay(shift.end.seconds)
      let gap = previousEnd.map { shift.start.seconds - $0 }
      // A second shift on one date is a workday of its own unless it follows within eight hours.
      if byShift, shiftDay != lastShiftDay || (gap ?? .max) >= 8 * 3600 {
        dayCount[shiftDay] = 0
        dayOvertime[shiftDay] = 0
      }
      let held =
        attribution == "greater-part"
        ? greater(shift, rest: work.restDays, work.traits, shiftKind) : shiftDay
      lastShiftDay = shiftDay
      var holdsFor: [Int: [Bool]] = [:]
      for (worked, t) in paid.enumerated() {
        let local = t + Int64(offset(t))
        let localDay = Int(floorDivide(local, 86_400))
        let minute = Int(local - Int64(localDay) * 86_400) / 60
        let workday = byShift ? shiftDay : localDay
        let week = workday - ((workday + 3 - weekStart) % 7 + 7) % 7
        workedDays.insert(workday)
        let countedDay = attribution == "clock" ? localDay : held
        // Dates in force go by the day on the clock; two days meet in one shift at most twice.
        let key = localDay * 2 + (countedDay == localDay ? 0 : 1)
        let holds: [Bool]
        if let known = holdsFor[key] {
          holds = known
        } else {
          holds = rules.indices.map {
            isInForce(rules[$0], on: localDay)
              && conditions(
                $0, day: countedDay,
                rest: work.restDays.contains(CivilDate(dayNumber: shiftDay)),
                traits: work.traits, kind: shiftKind)
          }
          holdsFor[key] = holds
        }

        var overtime = 0.0
        for i in rules.indices where holds[i] && rules[i].kind == .overtime {
          let rule = rules[i]
          guard rule.isIn(minute) else { continue }
          let past: Bool
          switch rule.basis {
          case .day: past = dayCount[workday, default: 0] >= rule.after
          case .week: past = weekStraight[week, default: 0] >= rule.after
          case .period:
            past = periodStraight[period(rule, workday), default: 0] >= rule.after
          case .seventhDay:
            past =
              (0..<7).allSatisfy { workedDays.contains(week + $0) } && workday == week + 6
              && dayCount[workday, default: 0] >= rule.after
          case .shortRest: past = gap.map { $0 < rule.rest } ?? false && worked >= rule.after
          case .overtimeWeek, .overtimeDay, .none: past = false
          }
          if past { overtime = max(overtime, rule.factor) }
        }
        if overtime > 0 {
          for i in rules.indices
          where holds[i] && rules[i].basis == .overtimeWeek && rules[i].isIn(minute)
            && weekOvertime[week, default: 0] >= rules[i].after
          { overtime = max(overtime, rules[i].factor) }
          for i in rules.indices
          where holds[i] && rules[i].basis == .overtimeDay && rules[i].isIn(minute)
            && dayOvertime[workday, default: 0] >= rules[i].after
          { overtime = max(overtime, rules[i].factor) }
        }
        var dayFactor = 0.0
        var night = 0.0
        var shiftFactor = 0.0
        var added = 0.0
        for i in rules.indices where holds[i] {
          let rule = rules[i]
          switch rule.kind {
          case .day: dayFactor = max(dayFactor, rule.factor)
          case .night:
            if rule.isIn(minute), !(rule.exceptOvertime && overtime > 0) {
              night = max(night, rule.factor)
            }
          case .shift:
            let end = endMinute == 0 && rule.end == 1440 ? 1440 : endMinute
            if rule.start <= end && end <= rule.end { shiftFactor = max(shiftFactor, rule.factor) }
          case .loading:
            if !(rule.exceptOvertime && overtime > 0) { added += rule.factor }
          case .overtime, .other: break
          }
        }
        var factor = 1.0
        for one in [overtime, dayFactor, night, shiftFactor] where one > 0 {
          switch how {
          case 0: factor *= one
          case 1: factor += one - 1
          default: factor = max(factor, one)
          }
        }
        result.append(Minute(start: t, factor: factor + added, isOvertime: overtime > 0))

        dayCount[workday, default: 0] += 1
        if overtime > 0 {
          weekOvertime[week, default: 0] += 1
          dayOvertime[workday, default: 0] += 1
        } else {
          weekStraight[week, default: 0] += 1
          // The rules of one file that count over a period count over the same one.
          if let counted { periodStraight[period(counted, workday), default: 0] += 1 }
        }
      }
      for kind in missed(shift, worked: paid, inForce, work.traits) {
        penalties[shiftDay, default: []].insert(kind)
      }
      previousEnd = shift.end.seconds
    }
    // One hour for each kind and day, as the files that know penalties say.
    return (result, Double(penalties.values.reduce(0) { $0 + $1.count }))
  }

  /// The day with more minutes of the shift, pauses among them; of two equal ones that with the higher
  /// pay for the day itself, the first when they are alike.
  private func greater(
    _ shift: WorkShift, rest: Set<CivilDate>, _ traits: Set<String>, _ kind: String
  ) -> Int {
    var minutes: [Int: Int] = [:]
    var t = shift.start.seconds
    while t < shift.end.seconds {
      minutes[day(t), default: 0] += 1
      t += 60
    }
    func pay(_ day: Int) -> Double {
      var best = 0.0
      for i in rules.indices where rules[i].kind == .day && isInForce(rules[i], on: day) {
        let isRest = rest.contains(CivilDate(dayNumber: self.day(shift.start.seconds)))
        if conditions(i, day: day, rest: isRest, traits: traits, kind: kind) {
          best = max(best, rules[i].factor)
        }
      }
      return best
    }
    let days = minutes.keys.sorted()
    guard let first = days.first, let last = days.last else { return day(shift.start.seconds) }
    let (a, b) = (minutes[first] ?? 0, minutes[last] ?? 0)
    if a != b { return a > b ? first : last }
    return pay(last) > pay(first) ? last : first
  }

  // MARK: - Parts

  private func day(_ t: Int64) -> Int { Int(floorDivide(t + Int64(offset(t)), 86_400)) }

  private func minuteOfDay(_ t: Int64) -> Int {
    let local = t + Int64(offset(t))
    return Int(local - floorDivide(local, 86_400) * 86_400) / 60
  }

  private func name(_ i: Int) -> String { PlainRules.text(texts[i]["kind"]) }

  private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    a >= 0 ? a / b : -((-a + b - 1) / b)
  }

  private func isInForce(_ rule: Rule, on day: Int) -> Bool {
    let (y, m, d) = CivilDate(dayNumber: day).components
    let number = y * 10_000 + m * 100 + d
    return rule.from <= number && number <= rule.to
  }

  private func period(_ rule: Rule, _ day: Int) -> Int {
    var start = rule.anchor
    while start > day { start -= rule.periodDays }
    while start + rule.periodDays <= day { start += rule.periodDays }
    return start
  }

  private func conditions(
    _ rule: Int, day: Int, rest: Bool, traits: Set<String>, kind: String
  ) -> Bool {
    func isTrue(_ text: String) -> Bool {
      if text.hasPrefix("!") { return !isTrue(String(text.dropFirst())) }
      if text == "rest-day" { return rest }
      if text.hasPrefix("trait:") { return traits.contains(String(text.dropFirst(6))) }
      if text.hasPrefix("shift:") { return kind == text.dropFirst(6) }
      if let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"].firstIndex(of: text) {
        return (day % 7 + 7) % 7 == weekday
      }
      let kinds = holidays[day] ?? []
      if text.hasPrefix("double-") { return kinds.count { $0 == text.dropFirst(7) } > 1 }
      return kinds.contains(text)
    }
    return all[rule].allSatisfy(isTrue)
      && (any[rule].isEmpty || any[rule].contains(where: isTrue))
  }

  /// The start of every minute of the shift that is not in an unpaid pause.
  private func paidMinutes(_ shift: WorkShift, _ inForce: [Int]) -> [Int64] {
    var all: [Int64] = []
    var t = shift.start.seconds
    while t < shift.end.seconds {
      let pause = shift.pauses.first { $0.start.seconds <= t && t < $0.end.seconds }
      if pause.map({ isPaid($0, inForce) }) ?? true { all.append(t) }
      t += 60
    }
    return all
  }

  private func isPaid(_ pause: Pause, _ inForce: [Int]) -> Bool {
    pause.paid
      || inForce.contains { i in
        name(i) == "paid-pause"
          && PlainRules.text(texts[i]["pause"]) == pause.kind.rawValue
          && Double(pause.end.seconds - pause.start.seconds)
            < 60 * PlainRules.number(texts[i]["paid_below_min"])
      }
  }

  private func classify(_ paid: [Int64], _ inForce: [Int]) -> String {
    guard let i = inForce.first(where: { name($0) == "shift-class" }) else { return "day" }
    let rule = rules[i]
    let night = paid.count { rule.isIn(minuteOfDay($0)) }
    if night == 0 { return "day" }
    return Double(night) < 60 * PlainRules.number(texts[i]["night_from_h"]) ? "mixed" : "night"
  }

  /// The kinds of pause, with a penalty, that a shift lacks.
  private func missed(
    _ shift: WorkShift, worked: [Int64], _ inForce: [Int], _ traits: Set<String>
  ) -> [String] {
    var kinds: [String] = []
    for i in inForce where PlainRules.number(texts[i]["penalty_h"]) > 0 {
      let text = texts[i]
      let least = Int64(60 * PlainRules.number(text["minimum_min"]))
      if name(i) == "meal" {
        guard worked.count > rules[i].after else { continue }
        let number = Int(PlainRules.number(text["number"]))
        let long = shift.pauses.filter { $0.end.seconds - $0.start.seconds >= least }
        let waivable = Int(60 * PlainRules.number(text["waivable_up_to_h"]))
        if worked.count <= waivable, traits.contains("meal-waiver"), long.count + 1 >= number {
          continue
        }
        if long.count < number {
          kinds.append("meal")
        } else {
          let before = worked.count { $0 < long[number - 1].start.seconds }
          if Double(before) > 60 * PlainRules.number(text["start_by_h"]) { kinds.append("meal") }
        }
      }
      if name(i) == "rest-breaks" {
        // The one file that has them: 3.5 hours one, beyond 6 two, beyond 10 three.
        let due =
          worked.count < 210 ? 0 : worked.count <= 360 ? 1 : worked.count <= 600 ? 2 : 3
        let had = shift.pauses.count {
          $0.kind == .break && $0.end.seconds - $0.start.seconds >= least
        }
        if had < due { kinds.append("break") }
      }
    }
    return kinds
  }
}
