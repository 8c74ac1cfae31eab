internal import CentreModel
internal import CivilTime
internal import Configuration

/// `"06:00-19:00"` in minutes; an end at or before the beginning means the next day when
/// `endIsNextDay`.
func minuteRange(_ text: String, endIsNextDay: Bool) -> MinuteRange? {
  let parts = text.split(separator: "-", omittingEmptySubsequences: false)
  guard parts.count == 2, let from = clockMinutes(parts[0]), var to = clockMinutes(parts[1])
  else { return nil }
  if to <= from {
    guard endIsNextDay else { return nil }
    to += 1440
  }
  return MinuteRange(from: from, to: to)
}

/// Minutes after midnight of `HH:MM`, 00:00 to 24:00, spaces around it allowed.
func clockMinutes(_ text: some StringProtocol) -> Int? {
  minutesOfDay(text.split(separator: " ").joined(separator: " "))
}

/// One range, or nil; notes what is wrong.
func range(_ table: ConfigTable, _ key: String, endIsNextDay: Bool = false) -> MinuteRange? {
  guard let text = table.string(key) else { return nil }
  guard let range = minuteRange(text, endIsNextDay: endIsNextDay) else {
    table.note(key, "is not a stretch of the day", value: text, maybe: "write \"06:00-19:00\"")
    return nil
  }
  return range
}

/// Several ranges; a single time such as `"08:00"` means exactly then when `singleTimes`.
func ranges(
  _ table: ConfigTable, _ key: String, endIsNextDay: Bool = false, singleTimes: Bool = false
) -> [MinuteRange] {
  (table.strings(key) ?? []).compactMap { text in
    if singleTimes, let minute = clockMinutes(text) { return MinuteRange(from: minute, to: minute) }
    if let range = minuteRange(text, endIsNextDay: endIsNextDay) { return range }
    table.note(
      key, "is not a stretch of the day", value: text,
      maybe: singleTimes ? "write \"06:00-10:00\" or \"06:00\"" : "write \"06:00-19:00\"")
    return nil
  }
}

func weekday(_ name: some StringProtocol) -> Weekday? {
  let short = name.lowercased().prefix(3)
  return name.count >= 3 ? Weekday.allCases.first { $0.shortName.lowercased() == short } : nil
}

/// `Mon-Fri`, `Sat`, or several separated by commas.
func weekdayList(_ text: some StringProtocol) -> [Weekday]? {
  var all: [Weekday] = []
  for part in text.split(separator: ",") {
    let ends = part.split(separator: "-").map { weekday($0.split(separator: " ").joined()) }
    switch ends.count {
    case 1:
      guard let day = ends[0] else { return nil }
      all.append(day)
    case 2:
      guard let from = ends[0], let to = ends[1] else { return nil }
      for step in 0...((to.rawValue - from.rawValue + 7) % 7) {
        all.append(Weekday.allCases[(from.rawValue + step) % 7])
      }
    default: return nil
    }
  }
  return all.isEmpty ? nil : all
}

func weekdays(_ table: ConfigTable, _ key: String) -> [Weekday] {
  (table.strings(key) ?? []).flatMap { text -> [Weekday] in
    if let list = weekdayList(text) { return list }
    table.note(key, "is not a weekday", value: text, maybe: "write \"Mon\" or \"Mon-Fri\"")
    return []
  }
}

/// `Fri-Sat 18:00-24:00`, or hours alone for every day.
func unpopularTime(_ text: String) -> UnpopularTime? {
  let parts = text.split(separator: " ")
  switch parts.count {
  case 1:
    return minuteRange(String(parts[0]), endIsNextDay: true).map {
      UnpopularTime(days: [], hours: $0)
    }
  case 2:
    guard let days = weekdayList(parts[0]),
      let hours = minuteRange(String(parts[1]), endIsNextDay: true)
    else { return nil }
    return UnpopularTime(days: days, hours: hours)
  default: return nil
  }
}
