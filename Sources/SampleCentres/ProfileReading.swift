internal import CivilTime
internal import Configuration
public import Diagnostics

extension CentreProfile {
  /// Reads a profile; `file` is its name in messages.
  ///
  /// - Throws: Every problem of the file.
  public init(file: String, bytes: [UInt8]) throws(Problems) {
    let root: ConfigTable
    do { root = try ConfigTable(file: file, bytes: bytes) } catch { throw Problems([error]) }
    let holidays = root.tables("holiday").compactMap(readHoliday)
    let queues = root.tables("queue").compactMap(readDemand)
    let contracts = root.tables("contract").compactMap(readContract)
    let people = root.required("people", root.table("people")).flatMap(readPeople)
    let kind = root.required("kind", root.string("kind"))
    let timezone = root.required("timezone", root.string("timezone"))
    let agents = root.required("agents", root.integer("agents", in: 1...10_000))
    let interval = root.required("interval", root.durationSeconds("interval"))
    if let interval, interval < 300 || 86_400 % interval != 0 {
      root.note(
        "interval", "does not divide the day", value: "\(interval) s", maybe: "write \"15m\"")
    }
    let weeks = root.required("weeks", root.integer("weeks", in: 1...520))
    let fill = root.required("fill", root.number("fill", in: 0.1...2))
    let rules = root.required("rules", root.string("rules"))
    let summary = root.string("summary") ?? ""
    let calendar = root.string("calendar") ?? ""
    let closedOn = root.strings("closed_on") ?? []
    let dropFiles = root.strings("drops") ?? []
    let files = root.tables("file").compactMap { table -> ProfileFile? in
      guard let name = table.required("name", table.string("name")),
        let text = table.required("text", table.string("text"))
      else { return nil }
      if name.isEmpty || name.contains("/") || name.hasPrefix(".") {
        table.note("name", "is not the name of a file in the folder", value: name)
      }
      return ProfileFile(name: name, text: text)
    }
    let holidaySource = root.string("holiday_source") ?? "rule"
    if queues.isEmpty { root.note("queue", "there is none", maybe: "add [[queue]]") }
    if contracts.isEmpty { root.note("contract", "there is none", maybe: "add [[contract]]") }
    let problems = root.problems()
    guard problems.isEmpty, let kind, let timezone, let agents, let interval, let weeks, let fill,
      let rules, let people
    else { throw Problems(problems) }
    self.init(
      kind: kind, summary: summary, timezone: timezone, agents: agents, intervalSeconds: interval,
      weeks: weeks, calendar: calendar, closedOn: closedOn, dropFiles: dropFiles, fill: fill,
      holidays: holidays,
      holidaySource: holidaySource,
      queues: queues, contracts: contracts, people: people, rulesText: rules, files: files)
  }
}

private func readHoliday(_ table: ConfigTable) -> CentreProfile.HolidayRow? {
  guard let name = table.required("name", table.string("name")),
    let text = table.required("rule", table.string("rule"))
  else { return nil }
  let isObserved = table.flag("observed") ?? false
  guard let rule = HolidayRule(text) else {
    table.note(
      "rule", "is no rule for a date", value: text,
      maybe:
        "write \"January 1\", \"third Monday of January\" or \"October 1 every 6 years from 2024\"")
    return nil
  }
  return .init(name: name, rule: rule, isObserved: isObserved)
}

private func readContract(_ table: ConfigTable) -> CentreProfile.ContractProfile? {
  guard let id = table.required("id", table.string("id")),
    let share = table.required("share", table.number("share", in: 0...1)),
    let length = table.required("length", table.durationSeconds("length")),
    let phone = table.required("on_phone", table.durationSeconds("on_phone")),
    let shifts = table.required("shifts_per_week", table.number("shifts_per_week", in: 0.1...7))
  else { return nil }
  return .init(
    id: id, share: share, lengthSeconds: length, phoneSeconds: phone, shiftsPerWeek: shifts)
}

private func readPeople(_ table: ConfigTable) -> CentreProfile.PeopleProfile? {
  let availability = readAvailability(table)
  let skills = weighted(table, "skills")
  guard let given = table.required("given_names", table.strings("given_names")),
    let family = table.required("family_names", table.strings("family_names")),
    !given.isEmpty, !family.isEmpty, !availability.isEmpty, !skills.isEmpty
  else { return nil }
  return .init(
    availability: availability, skills: skills, site: table.string("site") ?? "",
    jurisdiction: table.string("jurisdiction") ?? "", currency: table.string("currency") ?? "",
    hourlyRate: table.number("hourly_rate", in: 0...1e9),
    weekAway: table.number("week_away", in: 0...1) ?? 0,
    dayAway: table.number("day_away", in: 0...1) ?? 0,
    wishStart: table.number("wish_start", in: 0...1) ?? 0,
    wishDaysOff: table.number("wish_days_off", in: 0...1) ?? 0, givenNames: given,
    familyNames: family)
}

private func readDemand(_ table: ConfigTable) -> CentreProfile.DemandProfile? {
  let isPlanned = table.choice("demand", of: ["history", "plugin"]) == "plugin"
  func relative(_ key: String, _ count: Int) -> [Double]? {
    isPlanned && !table.contains(key)
      ? Array(repeating: 1, count: count) : factors(table, key, count)
  }
  guard let id = table.required("id", table.string("id")),
    let hoursText = table.required("hours", table.string("hours")),
    let weekday = relative("weekday", 7), let month = relative("month", 12),
    let handling = table.required(
      "handling_seconds", table.number("handling_seconds", in: 1...86_400))
  else { return nil }
  let hours: OpeningHours
  do { hours = try OpeningHours(hoursText) } catch {
    table.note("hours", error.what, value: hoursText, maybe: error.maybe)
    return nil
  }
  func number(_ key: String, _ range: ClosedRange<Double>, _ standard: Double) -> Double {
    table.number(key, in: range) ?? standard
  }
  return .init(
    id: id, name: table.string("name") ?? id, channel: table.string("channel") ?? "call",
    model: table.string("model") ?? "erlang-a", isPlanned: isPlanned,
    client: table.string("client"), contactScope: table.string("scope"),
    jurisdictions: table.strings("jurisdictions") ?? [], hours: hours,
    volume: number("volume", 0.0001...1e6, 1),
    weekday: weekday, month: month,
    monthDays: readMonthDays(table), afterHoliday: number("after_holiday", 0.1...10, 1),
    beforeHoliday: number("before_holiday", 0.1...10, 1),
    trendPerYear: number("trend_per_year", -0.9...2, 0), shapes: shapes(table, "shapes"),
    daySpread: number("day_spread", 0...1, 0), dayMemory: number("day_memory", 0...0.99, 0),
    intervalSpread: number("interval_spread", 0...1, 0),
    outagesPerYear: number("outages_per_year", 0...50, 0), handlingSeconds: handling,
    handlingSpread: number("handling_spread", 0.01...5, 0.8),
    handlingShape: shapes(table, "handling_shape").first ?? DayShape(days: [], points: []),
    handlingWeekday: factors(table, "handling_weekday", 7) ?? Array(repeating: 1, count: 7),
    handlingPerYear: number("handling_per_year", -0.5...1, 0),
    abandonment: number("abandonment", 0...0.9, 0.03),
    abandonmentPower: number("abandonment_power", 0...10, 1),
    serviceLevel: number("service_level", 0.01...0.9999, 0.8),
    withinSeconds: number("within_seconds", 0...86_400, 20),
    patienceSeconds: number("patience_seconds", 1...1e6, 180),
    maximumOccupancy: number("max_occupancy", 0.05...1, 0.9),
    shrinkage: number("shrinkage", 0...0.9, 0))
}

// MARK: - Texts

/// As many positive factors as asked for.
private func factors(_ table: ConfigTable, _ key: String, _ count: Int) -> [Double]? {
  guard table.contains(key) || key != "handling_weekday" else { return nil }
  guard let all = table.required(key, table.numbers(key)) else { return nil }
  guard all.count == count, all.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
    table.note(key, "is not a list of \(count) factors", value: "\(all.count) numbers")
    return nil
  }
  return all
}

/// `["1-3 1.12", "15 1.05"]`.
private func readMonthDays(_ table: ConfigTable) -> [CentreProfile.MonthDays] {
  (table.strings("month_days") ?? []).compactMap { text in
    let parts = text.split(separator: " ")
    let days = (parts.first ?? "").split(separator: "-").compactMap { Int($0) }
    guard parts.count == 2, let factor = Double(parts[1]), let first = days.first,
      let last = days.last, (1...31).contains(first), (first...31).contains(last), factor >= 0
    else {
      table.note("month_days", "is not days and a factor", value: text, maybe: "write \"1-3 1.12\"")
      return nil
    }
    return .init(days: first...last, factor: factor)
  }
}

/// `["Mon-Fri | 07:00 0.3, 10:30 1.2, 21:00 0.2"]`; without the bar for all days.
private func shapes(_ table: ConfigTable, _ key: String) -> [DayShape] {
  (table.strings(key) ?? []).compactMap { text in
    let halves = text.split(separator: "|")
    let days = halves.count == 2 ? weekdays(String(halves[0])) : Weekday.allCases
    var points: [DayShape.Point] = []
    for part in (halves.last ?? "").split(separator: ",") {
      let words = part.split(separator: " ")
      let clock = (words.first ?? "").split(separator: ":").compactMap { Int($0) }
      guard words.count == 2, clock.count == 2, let height = Double(words[1]), height >= 0,
        (0...24).contains(clock[0]), (0..<60).contains(clock[1])
      else {
        table.note(
          key, "is not a time and a height", value: "\(part)", maybe: "write \"10:30 1.2\"")
        return nil
      }
      points.append(.init(seconds: clock[0] * 3600 + clock[1] * 60, height: height))
    }
    guard let days, !points.isEmpty,
      zip(points, points.dropFirst()).allSatisfy({ $0.seconds < $1.seconds })
    else {
      table.note(
        key, "is not a curve", value: text, maybe: "write \"Mon-Fri | 07:00 0.3, 10:30 1.2\"")
      return nil
    }
    return DayShape(days: days, points: points)
  }
}

/// `Mon-Fri`, read as opening hours are.
private func weekdays(_ text: String) -> [Weekday]? {
  guard let hours = try? OpeningHours("\(text) 00:00-24:00") else { return nil }
  return Weekday.allCases.filter { !hours.spans(on: $0).isEmpty }
}

/// `["any 0.5", "day 0.3 06:00-18:00", "weekday 0.2 Mon-Fri"]`.
private func readAvailability(_ table: ConfigTable) -> [CentreProfile.AvailabilityProfile] {
  guard let texts = table.required("availability", table.strings("availability")) else { return [] }
  return texts.compactMap { text in
    let words = text.split(separator: " ", maxSplits: 2)
    let span = words.count > 2 ? String(words[2]) : "00:00-24:00"
    let hours = (try? OpeningHours(span)) ?? (try? OpeningHours("\(span) 00:00-24:00"))
    guard words.count >= 2, let share = Double(words[1]), share >= 0, let hours else {
      table.note(
        "availability", "is not a class, a share and hours", value: text,
        maybe: "write \"day 0.3 06:00-18:00\"")
      return nil
    }
    return .init(id: String(words[0]), share: share, hours: hours)
  }
}

/// `["any 0.5", "day 0.3"]`.
private func weighted(_ table: ConfigTable, _ key: String) -> [CentreProfile.Weighted] {
  guard let texts = table.required(key, table.strings(key)) else { return [] }
  return texts.compactMap { text in
    let words = text.split(separator: " ")
    guard words.count == 2, let weight = Double(words[1]), weight >= 0 else {
      table.note(key, "is not a word and a weight", value: text, maybe: "write \"any 0.5\"")
      return nil
    }
    return .init(text: String(words[0]), weight: weight)
  }
}
