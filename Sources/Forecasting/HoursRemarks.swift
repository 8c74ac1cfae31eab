internal import CivilTime

/// What a reader should know of hours that the history does not cover, in sentences.
struct HoursRemarks {
  private(set) var sentences: [String] = []

  init(_ series: DaySeries) {
    let j = series.columns
    // Weekdays with the same guessed hours are named together.
    var byHours: [(text: String, weekdays: [Int])] = []
    func add(_ text: String, _ weekday: Int) {
      if let k = byHours.firstIndex(where: { $0.text == text }) {
        byHours[k].weekdays.append(weekday)
      } else {
        byHours.append((text, [weekday]))
      }
    }
    for (w, weekday) in series.openWeekdays.enumerated() where !series.isUnseen[w] {
      let spans = Self.spans((0..<j).filter { series.isGuess[w][$0] }, series)
      if !spans.isEmpty { add(spans.joined(separator: ", "), weekday) }
    }
    for (text, weekdays) in byHours {
      sentences.append(
        "\(Self.names(weekdays)) \(text): no day of the history was open then; the contacts are a"
          + " guess, carried on from the nearest hours that were.")
    }
    let unseen = series.openWeekdays.indices.filter { series.isUnseen[$0] }
    if !unseen.isEmpty, unseen.count < series.weekLength {
      sentences.append(
        "\(Self.names(unseen.map { series.openWeekdays[$0] })): never open in the history; half of an"
          + " ordinary day is a guess.")
    }
    sentences += Self.recent(series)
    if let idle = Self.idleForAWeek(series) { sentences.append(idle) }
  }

  /// Open slots that no day of the last week has a record of, because hours were given or it is not sure.
  private static func idleForAWeek(_ series: DaySeries) -> String? {
    let j = series.columns
    let days = (max(0, series.origin - series.weekLength)..<series.origin).filter { d in
      (0..<j).contains { !series.counts[d * j + $0].isNaN }
    }
    let columns = (0..<j).filter { c in
      let open = days.filter { series.open[series.weekdays[$0]][c] }
      return open.count >= 4
        && open.allSatisfy {
          series.counts[$0 * j + c].isNaN && !series.isOutOfHours[$0 * j + c]
        }
    }
    guard !columns.isEmpty, let first = days.first else { return nil }
    return spans(columns, series).joined(separator: ", ")
      + ": nothing since \(series.dates[first]), and forecast as open for all that."
  }

  /// Hours that only some recent days have.
  private static func recent(_ series: DaySeries) -> [String] {
    let j = series.columns
    let live = (0..<series.origin).filter { !series.isMissing[$0] }
    guard live.count > 4 * series.weekLength else { return [] }
    var found: [(text: String, weekdays: [Int], days: Int)] = []
    for (w, weekday) in series.openWeekdays.enumerated() {
      let same = live.filter { series.weekdays[$0] == w }
      var byDays: [Int: [Int]] = [:]
      for c in 0..<j where series.open[w][c] && !series.isGuess[w][c] {
        let days = same.count { !series.isOutOfHours[$0 * j + c] }
        if days > 0, days <= 8, days < same.count { byDays[days, default: []].append(c) }
      }
      for (days, columns) in byDays.sorted(by: { $0.key < $1.key }) {
        let text = spans(columns, series).joined(separator: ", ")
        if let k = found.firstIndex(where: { $0.text == text }) {
          found[k].weekdays.append(weekday)
          found[k].days += days
        } else {
          found.append((text, [weekday], days))
        }
      }
    }
    return found.map {
      "\(names($0.weekdays)) \($0.text): new hours, learnt from \($0.days)"
        + " day\($0.days == 1 ? "" : "s")."
    }
  }

  private static func names(_ weekdays: [Int]) -> String {
    var parts: [String] = []
    var k = 0
    while k < weekdays.count {
      var last = k
      while last + 1 < weekdays.count, weekdays[last + 1] == weekdays[last] + 1 { last += 1 }
      let (a, b) = (name(weekdays[k]), name(weekdays[last]))
      parts.append(k == last ? a : last == k + 1 ? "\(a), \(b)" : "\(a)-\(b)")
      k = last + 1
    }
    return parts.joined(separator: ", ")
  }

  private static func name(_ weekday: Int) -> String {
    Weekday(rawValue: weekday)?.shortName ?? ""
  }

  private static func spans(_ columns: [Int], _ series: DaySeries) -> [String] {
    spans(columns.map { series.slots[$0] }, length: series.intervalSeconds)
  }

  /// Successive slots of `length` seconds as times of the day, `07:30-08:00`.
  static func spans(_ slots: [Int], length: Int) -> [String] {
    var result: [String] = []
    var k = 0
    while k < slots.count {
      var last = k
      while last + 1 < slots.count, slots[last + 1] - slots[last] <= 1 { last += 1 }
      result.append("\(clock(slots[k] * length))-\(clock((slots[last] + 1) * length))")
      k = last + 1
    }
    return result
  }

  static func clock(_ seconds: Int) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(two(seconds / 3600)):\(two(seconds / 60 % 60))"
  }
}
