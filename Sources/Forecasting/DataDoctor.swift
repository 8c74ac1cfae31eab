// What is wrong with a history, by name and date, and what the forecaster does about it.
//
// Everything found here is handled in the forecast as the text says; the patch lets the user decide
// otherwise. Nothing is ever filled with zero.

public import CentreModel
public import CivilTime
internal import Diagnostics
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
      /// Intervals without a row that mean no contacts.
      case absentRows = "absent-rows"
      /// Counts that vary less than chance lets them.
      case smooth
      /// The times are not those of the zone's clocks.
      case wrongClock = "wrong-clock"
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
    let absent = AbsentIntervals(history, zone: setting.zone, hours: setting.hours)
    let history = absent.history
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
    let design = LevelDesign(
      series, origin: series.origin, horizon: 0, events: EventColumns(setting.events, series))
    examination.days(design)
    examination.shifts(design)
    if let remark = absent.remark { examination.absentRows(remark) }
    examination.smoothness()
    examination.clock()
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

  mutating func days(_ design: LevelDesign) {
    let j = series.columns
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
          "the day has about \(Int(nearest: 100 * factor)) % of the contacts of the same"
            + " weekdays near it\(why)",
          design.weight[d] > 0
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

  mutating func absentRows(_ remark: String) {
    guard series.origin > 0 else { return }
    add(.absentRows, 0, series.origin - 1, remark, "counted as said")
  }

  mutating func clock() {
    let check = ClockCheck(grid, zone: setting.zone)
    guard let sentence = check.sentence(setting.zone), series.origin > 0 else { return }
    add(
      .wrongClock, 0, series.origin - 1, sentence,
      check.isFixedClock
        ? "read as written; an offset such as Z at every time would say which clock it is"
        : "read as written; --timezone would name their zone")
  }

  /// Contacts that come independently vary about the mean of the same intervals a week before and after
  /// by one and a half times their mean; averages and forecasts vary less.
  mutating func smoothness() {
    let j = series.columns
    let week = series.weekLength
    var (squares, expected) = (0.0, 0.0)
    var cells = 0
    for d in week..<max(week, series.origin - week) where !series.isMissing[d] {
      for c in 0..<j {
        let (y, a, b) = (
          series.counts[d * j + c], series.counts[(d - week) * j + c],
          series.counts[(d + week) * j + c]
        )
        guard !y.isNaN, !a.isNaN, !b.isNaN, a + b + y >= 15 else { continue }
        squares += (y - (a + b) / 2) * (y - (a + b) / 2)
        expected += 1.5 * (a + b + y) / 3
        cells += 1
      }
    }
    guard cells >= 200, squares < 0.4 * expected else { return }
    let percent = Int(nearest: 100 * squares / expected)
    add(
      .smooth, 0, series.origin - 1,
      "counts vary by \(percent) % of what chance makes of independent contacts: these are averages or"
        + " forecasts, not counts",
      "taken as they are; bounds are too narrow")
  }

  mutating func shifts(_ design: LevelDesign) {
    for shift in design.shifts {
      let percent = Int(nearest: 100 * (exp(2 * shift.change) - 1))
      add(
        .levelShift, shift.day, shift.day,
        "from here on \(percent > 0 ? "+" : "")\(percent) % contacts against the weeks before",
        "followed: the days after it are the new usual")
    }
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
