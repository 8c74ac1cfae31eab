// What is wrong with a history, by name and date, and what the forecaster does about it.
//
// Everything found here is handled in the forecast as the text says; the patch lets the user decide
// otherwise. Nothing is ever filled with zero.

public import CentreModel
public import CivilTime
internal import Glibc

public enum DataDoctor {
  public struct Finding: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
      /// Open days without any record.
      case gap
      /// Open slots without a record on a day that has others.
      case partialDay = "partial-day"
      /// Zeros where contacts must have come.
      case zeroOrMissing = "zero-or-missing"
      /// A day far from the same weekdays around it.
      case outlier
      /// The level moved for good.
      case levelShift = "level-shift"
      /// The clocks changed on the day.
      case clockChange = "clock-change"
    }
    public var kind: Kind
    public var queue: String
    public var from: CivilDate
    public var to: CivilDate
    public var text: String
    /// What the forecast does about it.
    public var action: String
    /// Intervals the patch marks, with the quality it gives them.
    public var intervals: [Instant]
    public var quality: String
  }

  /// The findings of one queue, by date.
  public static func examine(_ history: QueueHistory, _ setting: ForecastSetting) -> [Finding] {
    guard let last = history.rows.last else { return [] }
    var setting = setting
    setting.asOf = setting.zone.startOfDay(setting.zone.date(at: last.start) + 1)
    guard
      let grid = DemandGrid(
        history, zone: setting.zone, asOf: setting.asOf, trainFrom: setting.trainFrom)
    else { return [] }
    let hours =
      setting.hours.map { OpenSlots($0, intervalSeconds: history.intervalSeconds) }
      ?? OpenSlots(learntFrom: grid)
    guard
      let series = DaySeries(grid, open: hours, setting: setting, end: grid.first + grid.days)
    else { return [] }
    var examination = Examination(
      queue: history.queue, grid: grid, series: series, setting: setting)
    examination.days()
    examination.shifts()
    return examination.findings.sorted {
      ($0.from, $0.kind.rawValue, $0.text) < ($1.from, $1.kind.rawValue, $1.text)
    }
  }
}

private struct Examination {
  let queue: String
  let grid: DemandGrid
  let series: DaySeries
  let setting: ForecastSetting
  var findings: [DataDoctor.Finding] = []

  mutating func days() {
    let j = series.columns
    let design = LevelDesign(series, origin: series.origin, horizon: 0, events: EventColumns())
    var gapFrom: Int?
    for d in 0..<series.origin {
      let open = series.open[series.weekdays[d]]
      let day = series.dates[d] - grid.first
      let recorded = (0..<j).map { c in
        open[c] ? grid.counts[day * grid.slots + series.slots[c]] : .nan
      }
      let wanted = open.count { $0 }
      let have = recorded.count { !$0.isNaN }
      if have == 0 {
        if gapFrom == nil { gapFrom = d }
        continue
      }
      closeGap(&gapFrom, before: d)
      let zeros = (0..<j).filter {
        !recorded[$0].isNaN && series.counts[d * j + $0].isNaN
      }
      clockChange(d)
      if !zeros.isEmpty {
        add(
          .zeroOrMissing, d, d, "\(zeros.count) intervals of 0 where contacts must have come",
          "taken as missing, not as zero", zeros.map { instant(d, $0) }, "missing")
      }
      if have < wanted {
        let lost = (0..<j).filter { open[$0] && recorded[$0].isNaN }
        add(
          .partialDay, d, d, "\(lost.count) of \(wanted) open intervals have no record",
          series.isMissing[d]
            ? "the day is left out" : "the day's level and shape are judged by the rest")
      }
      if design.isOutlier[d], !series.isMissing[d] {
        let near = [-2, -1, 1, 2].map { d + $0 * series.weekLength }.filter {
          $0 >= 0 && $0 < series.origin && !series.isMissing[$0]
        }
        let usual = near.map { series.logLevel[$0] }.sorted()
        let factor =
          usual.isEmpty ? 1 : exp(2 * (series.logLevel[d] - usual[usual.count / 2]))
        let label = series.labels[d]
        let why = label.isSpecial ? " (\(series.title(label)))" : ""
        add(
          .outlier, d, d,
          "the day has about \(Int((100 * factor).rounded())) % of the contacts of the same"
            + " weekdays near it\(why)",
          label.isSpecial
            ? "kept: the day is special" : "given no weight in level and shape",
          (0..<j).filter { open[$0] && !recorded[$0].isNaN }.map { instant(d, $0) }, "ok")
      }
    }
    closeGap(&gapFrom, before: series.origin)
  }

  private mutating func closeGap(_ from: inout Int?, before d: Int) {
    guard let first = from else { return }
    from = nil
    let count = d - first
    let named = (first..<d).filter { series.labels[$0].isNamed }
    let names = named.map { series.title(series.labels[$0]) }.joined(separator: ", ")
    add(
      .gap, first, d - 1,
      "\(count) open day\(count == 1 ? "" : "s") without a record"
        + (named.isEmpty ? "" : " (\(names))"),
      "left out; the days after count as following a closure")
  }

  private mutating func clockChange(_ d: Int) {
    let length = setting.zone.dayLengthSeconds(series.dates[d])
    guard length != 86_400 else { return }
    let hours = Double(length) / 3600
    add(
      .clockChange, d, d, "the day has \(hours) hours",
      length > 86_400
        ? "the repeated slots count as the mean of both" : "the skipped slots are estimated")
  }

  /// The level shift that explains most, then the next, while each is worth reporting.
  ///
  /// Means of four weeks before and after every day are compared on the log level, weekdays taken
  /// off; a shift must exceed 15 % in contacts and six times its standard error.
  mutating func shifts() {
    let week = series.weekLength
    let days = (0..<series.origin).filter { !series.isMissing[$0] && !series.labels[$0].isSpecial }
    guard days.count >= 8 * week else { return }
    var means = Array(repeating: 0.0, count: week)
    var counts = means
    for d in days {
      means[series.weekdays[d]] += series.logLevel[d]
      counts[series.weekdays[d]] += 1
    }
    let rest = days.map {
      series.logLevel[$0] - means[series.weekdays[$0]] / counts[series.weekdays[$0]]
    }
    let reach = 4 * week
    var candidates: [(score: Double, at: Int, change: Double)] = []
    for k in reach...(max(reach, rest.count - reach)) where k + reach <= rest.count {
      let before = rest[k - reach..<k]
      let after = rest[k..<k + reach]
      let (a, b) = (median(before), median(after))
      let spread = before.map { abs($0 - a) } + after.map { abs($0 - b) }
      let deviation = 1.4826 * median(spread[...]) + 1e-4
      let error = deviation * (2 / Double(reach)).squareRoot()
      candidates.append((abs(b - a) / error, k, b - a))
    }
    var taken: [Int] = []
    for candidate in candidates.sorted(by: { ($1.score, $0.at) < ($0.score, $1.at) }) {
      let factor = exp(2 * candidate.change)
      guard candidate.score > 6, abs(factor - 1) > 0.15 else { continue }
      guard taken.allSatisfy({ abs($0 - candidate.at) >= 2 * reach }) else { continue }
      taken.append(candidate.at)
      let d = days[candidate.at]
      let percent = Int((100 * (factor - 1)).rounded())
      add(
        .levelShift, d, d,
        "from here on \(percent > 0 ? "+" : "")\(percent) % contacts against the four weeks before",
        "followed by the level, which moves with the data")
      if taken.count == 6 { break }
    }
  }

  private func median(_ values: ArraySlice<Double>) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  private func instant(_ d: Int, _ column: Int) -> Instant {
    setting.zone.resolve(
      series.dates[d], secondsOfDay: series.slots[column] * grid.intervalSeconds
    ).first
  }

  private mutating func add(
    _ kind: DataDoctor.Finding.Kind, _ from: Int, _ to: Int, _ text: String, _ action: String,
    _ intervals: [Instant] = [], _ quality: String = ""
  ) {
    findings.append(
      DataDoctor.Finding(
        kind: kind, queue: queue, from: series.dates[from], to: series.dates[to], text: text,
        action: action, intervals: intervals, quality: quality))
  }
}
