public import CentreModel
public import CivilTime
public import Diagnostics
public import Tables

/// How contacts are spread over the day by weekday: what a history of daily totals cannot tell, learnt from
/// another queue or given.
public struct IntradayProfile: Hashable, Sendable {
  /// What it was taken from, for people.
  public var source: String
  public var intervalSeconds: Int
  /// By weekday (0 Monday) and slot, contacts or shares on any scale; of a weekday without any the mean of
  /// the others stands.
  var weights: [[Double]]

  /// Weeks of a history that the shape is learnt from.
  private static let weeks = 12

  /// The mean by weekday and slot of a history's last weeks; nil where it counts whole days or nothing.
  public init?(learntFrom history: QueueHistory, zone: Zone, source: String) {
    let length = history.intervalSeconds
    guard length > 0, length < 86_400, 86_400 % length == 0, let last = history.rows.last else {
      return nil
    }
    let slots = 86_400 / length
    let first = last.start - Self.weeks * 7 * 86_400
    var sums = Array(repeating: Array(repeating: 0.0, count: slots), count: 7)
    var days = Array(repeating: Set<CivilDate>(), count: 7)
    for row in history.rows where row.start > first {
      guard let count = row.offered ?? row.handled else { continue }
      let local = zone.local(at: row.start)
      let weekday = local.date.weekday.rawValue
      sums[weekday][local.secondsOfDay / length] += count
      days[weekday].insert(local.date)
    }
    let means = zip(sums, days).map { sum, days in sum.map { $0 / Double(max(1, days.count)) } }
    self.init(source: source, intervalSeconds: length, weights: means)
  }

  /// Nil where no weekday has any weight.
  private init?(source: String, intervalSeconds: Int, weights: [[Double]]) {
    let all = weights.reduce(Array(repeating: 0.0, count: 86_400 / intervalSeconds)) { sum, day in
      let total = day.reduce(0, +)
      return total > 0 ? zip(sum, day).map { $0 + $1 / total } : sum
    }
    guard all.contains(where: { $0 > 0 }) else { return nil }
    self.source = source
    self.intervalSeconds = intervalSeconds
    self.weights = weights.map { $0.contains { $0 > 0 } ? $0 : all }
  }

  /// Reads `start,share` and, where days differ, `weekday` (Mon to Sun; empty: every day). Shares are on any
  /// scale; times of the day without a row have none. The interval is the smallest step of `start`.
  public init(_ table: CSVTable) throws(Problem) {
    let start = try table.require("start")
    let share = try table.require("share")
    let weekday = table.column(named: "weekday")
    var entries: [(weekday: Int?, seconds: Int, share: Double)] = []
    try table.forEachRow { (row) throws(Problem) in
      var day: Int?
      if let weekday, !row.isEmpty(weekday) {
        let text = row.text(weekday).lowercased().prefix(3)
        day = Weekday.allCases.first { $0.shortName.lowercased() == text }?.rawValue
        if day == nil {
          throw row.problem(weekday, "is no day of the week", maybe: "Mon, Tue, … or Sun is meant")
        }
      }
      guard let seconds = Self.seconds(row.text(start)) else {
        throw row.problem(start, "is no time of day", maybe: "write 08:30")
      }
      entries.append((day, seconds, try row.number(share, in: 0...1e12)))
    }
    let times = Set(entries.map(\.seconds)).union([86_400]).sorted()
    let step = zip(times, times.dropFirst()).map { $1 - $0 }.min() ?? 86_400
    guard step < 86_400, 86_400 % step == 0, times.allSatisfy({ $0 % step == 0 }) else {
      throw Problem(
        at: Place(file: table.file), subject: "start",
        "the times are not those of equal intervals of a day",
        maybe: "write one row for every interval, such as 08:00, 08:30, 09:00")
    }
    var weights = Array(repeating: Array(repeating: 0.0, count: 86_400 / step), count: 7)
    for entry in entries {
      for day in entry.weekday.map({ $0...$0 }) ?? 0...6 {
        weights[day][entry.seconds / step] += entry.share
      }
    }
    guard let made = Self(source: table.file, intervalSeconds: step, weights: weights) else {
      throw Problem(
        at: Place(file: table.file), subject: "share", "is 0 in every row",
        maybe: "write what share of the day's contacts comes in the interval")
    }
    self = made
  }

  private static func seconds(_ text: String) -> Int? {
    let parts = text.split(separator: ":").map { Int($0) }
    guard parts.count == 2 || parts.count == 3, let hours = parts[0], let minutes = parts[1],
      (0..<24).contains(hours), (0..<60).contains(minutes), parts.count == 2 || parts[2] == 0
    else { return nil }
    return hours * 3600 + minutes * 60
  }

  /// The weight of a stretch of a weekday, seconds after midnight; finer than the profile's intervals it has
  /// its part of theirs.
  func weight(_ weekday: Int, _ stretch: Range<Int>) -> Double {
    let day = weights[weekday]
    var sum = 0.0
    var slot = stretch.lowerBound / intervalSeconds
    while slot < day.count, slot * intervalSeconds < stretch.upperBound {
      let own = slot * intervalSeconds..<(slot + 1) * intervalSeconds
      sum += day[slot] * Double(own.clamped(to: stretch).count) / Double(intervalSeconds)
      slot += 1
    }
    return sum
  }
}

/// A forecast of long intervals that is to be one of short ones.
public struct IntradaySplit: Hashable, Sendable {
  public var profile: IntradayProfile
  public var intervalSeconds: Int

  public init(profile: IntradayProfile, intervalSeconds: Int) {
    self.profile = profile
    self.intervalSeconds = intervalSeconds
  }
}

extension QueueForecast {
  /// The forecast by shorter intervals: each row's contacts spread by the profile over its open part, with
  /// bounds as far from the forecast, in standard deviations of their own, as the row's.
  ///
  /// What is closed stays closed; a time of no weight is closed, unless hours given say that it is open or
  /// all of the row has none.
  func split(_ split: IntradaySplit, _ setting: ForecastSetting) -> QueueForecast {
    guard split.intervalSeconds < intervalSeconds, intervalSeconds % split.intervalSeconds == 0
    else {
      return self
    }
    var result = self
    result.intervalSeconds = split.intervalSeconds
    result.alternatives = [:]
    result.rows = []
    let byDate = Dictionary(grouping: rows) { setting.zone.date(at: $0.start) }
    for k in 0..<setting.days {
      let date = setting.from + k
      let day = byDate[date] ?? []
      let starts = setting.zone.intervals(of: date, length: split.intervalSeconds).map(\.lowerBound)
      let spans = spans(of: date, setting)
      for (index, row) in day.enumerated() {
        let end = index + 1 < day.count ? day[index + 1].start : setting.zone.startOfDay(date + 1)
        let own = starts.filter { row.start <= $0 && $0 < end }
        result.rows += shorter(row, own, split, spans, setting)
      }
    }
    result.evidence.remarks.append(
      "The history counts by \(Self.text(intervalSeconds)); contacts are spread over the day like"
        + " those of \(split.profile.source).")
    return result
  }

  private static func text(_ seconds: Int) -> String {
    seconds == 86_400 ? "whole days" : "\(seconds / 3600) hours"
  }

  /// The hours of a date that somebody gave.
  private func spans(of date: CivilDate, _ setting: ForecastSetting) -> [OpeningHours.Span]? {
    for event in setting.events where event.date == date {
      if case .hours(let spans) = event.effect { return spans }
    }
    return setting.namedDays.first { $0.date == date && $0.hours != nil }?.hours
      ?? setting.hours?.spans(on: date.weekday)
  }

  private func shorter(
    _ row: ForecastRow, _ starts: [Instant], _ split: IntradaySplit, _ spans: [OpeningHours.Span]?,
    _ setting: ForecastSetting
  ) -> [ForecastRow] {
    let weighed = starts.map { start -> (open: Bool, weight: Double) in
      let local = setting.zone.local(at: start)
      let stretch = local.secondsOfDay..<min(86_400, local.secondsOfDay + split.intervalSeconds)
      let weight = split.profile.weight(local.date.weekday.rawValue, stretch)
      let open =
        spans.map { $0.contains { $0.start < stretch.upperBound && stretch.lowerBound < $0.end } }
        ?? (weight > 0)
      return (open && !row.isClosed, weight)
    }
    // Contacts that came are not lost: where the profile has nothing, they are spread evenly.
    let places =
      weighed.contains { $0.open } || row.isClosed || spans != nil
      ? weighed : weighed.map { (true, $0.weight) }
    let total = places.reduce(0) { $0 + ($1.open ? $1.weight : 0) }
    let count = Double(places.count { $0.open })
    return zip(starts, places).map { start, place in
      var part = row
      part.start = start
      part.isClosed = !place.open
      guard place.open else {
        part.offered = 0
        part.method = ForecastRow.closedMethod
        (part.low80, part.high80, part.low95, part.high95) = (0, 0, 0, 0)
        return part
      }
      part.offered = row.offered * (total > 0 ? place.weight / total : 1 / count)
      let (own, whole) = (deviation(part.offered), deviation(row.offered))
      func bound(_ value: Double) -> Double {
        whole > 0 ? max(0, part.offered + (value - row.offered) / whole * own) : part.offered
      }
      (part.low80, part.high80) = (bound(row.low80), bound(row.high80))
      (part.low95, part.high95) = (bound(row.low95), bound(row.high95))
      return part
    }
  }

  private func deviation(_ contacts: Double) -> Double {
    (contacts + distribution.dispersion * contacts * contacts).squareRoot()
  }
}
