internal import CentreModel
internal import CivilTime
internal import Glibc

/// Turns forecasts by grid day and column into rows by instant.
struct ForecastRows {
  let history: QueueHistory
  let setting: ForecastSetting
  let hours: OpenSlots
  let handling: HandlingTime
  let changes: AnnouncedChanges
  /// Contacts that drops add, by date.
  var added: [CivilDate: Double] = [:]

  /// One interval before its row is written.
  private struct Interval {
    var start: Instant
    var slot: Int
    /// Nil when closed.
    var contacts: Double?
    var cell: Int?
    var isSeen = false
    var scale = 1.0
    var method: String?
  }

  func assemble(_ demand: DayDemand) -> QueueForecast {
    var rows: [ForecastRow] = []
    var alternatives = demand.alternatives.mapValues { _ in [Double]() }
    var evidence = demand.evidence
    var gridDay = 0
    for k in 0..<setting.days {
      let date = setting.from + k
      var day: Int?
      if let series = demand.series, demand.firstDay + gridDay < series.days,
        series.dates[demand.firstDay + gridDay] == date
      {
        day = gridDay
        gridDay += 1
      }
      let override = Overrides(setting.events, date: date)
      var intervals = intervals(of: date, day: day, override, demand)
      let open = intervals.filter { $0.contacts != nil && !$0.isSeen }
      let factor = override.factor(
        total: open.reduce(0) { $0 + ($1.contacts ?? 0) }, added: added[date] ?? 0)
      for i in intervals.indices where !intervals[i].isSeen {
        intervals[i].contacts = intervals[i].contacts.map { $0 * factor }
      }
      let volume = changes.volume(date)
      for interval in intervals {
        rows.append(row(interval, date, demand))
        for (method, list) in demand.alternatives {
          alternatives[method]?.append(interval.cell.map { max(0, list[$0]) * volume } ?? 0)
        }
      }
      evidence.remarks += remarks(intervals, day: day, override, demand)
    }
    return QueueForecast(
      queue: history.queue, intervalSeconds: history.intervalSeconds, rows: rows,
      evidence: evidence, distribution: demand.distribution, alternatives: alternatives)
  }

  /// The intervals of a date with what the forecast and, beyond its hours, a guess expects in them.
  private func intervals(
    of date: CivilDate, day: Int?, _ override: Overrides, _ demand: DayDemand
  ) -> [Interval] {
    let length = history.intervalSeconds
    let values = override.isClosed ? [:] : day.map { contacts($0, demand) } ?? [:]
    let guesses = override.isClosed ? [:] : guesses(values, day: day, override, demand)
    return starts(of: date).map { start in
      let slot = setting.zone.local(at: start).secondsOfDay / length
      var interval = Interval(start: start, slot: slot)
      if let day, day < demand.scales.count { interval.scale = demand.scales[day] }
      if let day, let (cell, value) = values[slot] {
        interval.cell = cell
        interval.method = method(day, cell: cell, demand)
        interval.contacts = value
        update(&interval, day: day, date: date, demand)
      } else if let guess = guesses[slot] {
        interval.contacts = guess
        interval.method = ForecastRow.guessMethod
      }
      return interval
    }
  }

  /// The starts of a date's intervals. Those of more than an hour keep to the local clock on days on which
  /// it changes; shorter ones follow each other.
  private func starts(of date: CivilDate) -> [Instant] {
    let length = history.intervalSeconds
    guard length > 3600 else {
      return setting.zone.intervals(of: date, length: length).map(\.lowerBound)
    }
    return (0..<86_400 / length).map { slot in
      switch setting.zone.resolve(date, secondsOfDay: slot * length) {
      case .unique(let start), .overlap(let start, _): start
      case .gap(_, let after): setting.zone.nextChange(after: after) ?? after
      }
    }
  }

  /// Cells and contacts of a forecast day by slot; empty when it is closed.
  private func contacts(_ day: Int, _ demand: DayDemand) -> [Int: (cell: Int, value: Double)] {
    guard let series = demand.series, day < demand.isClosed.count, !demand.isClosed[day] else {
      return [:]
    }
    let open = series.open[series.weekdays[demand.firstDay + day]]
    let served = day < demand.hours.count ? demand.hours[day]?.served : nil
    let volume = changes.volume(series.dates[demand.firstDay + day])
    var found: [Int: (cell: Int, value: Double)] = [:]
    for (column, slot) in series.slots.enumerated() where open[column] && served?[column] ?? true {
      let cell = day * series.columns + column
      found[slot] = (cell, max(0, demand.values[cell]) * volume)
    }
    return found
  }

  /// Contacts of slots that a planner opens beyond the hours of the week.
  ///
  /// Beyond the day's own hours they fall by half in two hours; a day whose weekday is closed takes half
  /// of the first forecast day that is open, at its hours unless others are given.
  private func guesses(
    _ values: [Int: (cell: Int, value: Double)], day: Int?, _ override: Overrides,
    _ demand: DayDemand
  ) -> [Int: Double] {
    let spans =
      override.spans ?? day.flatMap { $0 < demand.hours.count ? demand.hours[$0]?.spans : nil }
    var base = values.mapValues(\.value)
    var found: [Int: Double] = [:]
    if base.isEmpty {
      guard override.opens, day == nil else { return [:] }
      let days = demand.series.map { $0.days - demand.firstDay } ?? 0
      let template = (0..<max(0, days)).lazy.map { contacts($0, demand) }.first { !$0.isEmpty }
      guard let template else { return [:] }
      base = template.mapValues { $0.value * DaySeries.unseenShare }
      if spans == nil { return base }
      found = base
    }
    guard let spans, !spans.isEmpty else { return [:] }
    let length = history.intervalSeconds
    let known = base.keys.sorted()
    func isGiven(_ slot: Int) -> Bool {
      spans.contains { $0.start < (slot + 1) * length && slot * length < $0.end }
    }
    found = found.filter { isGiven($0.key) }
    for slot in 0..<86_400 / length where isGiven(slot) && base[slot] == nil {
      guard let edge = known.min(by: { (abs($0 - slot), $0) < (abs($1 - slot), $1) }) else {
        continue
      }
      let hours = Double(abs(edge - slot) * length) / 3600
      found[slot] = (base[edge] ?? 0) * exp2(-hours / 2)
    }
    return found
  }

  /// Takes in what is counted already, and how uncertain the day is.
  private func update(_ interval: inout Interval, day: Int, date: CivilDate, _ demand: DayDemand) {
    guard var value = interval.contacts, let cell = interval.cell, let series = demand.series else {
      return
    }
    if let update = demand.intraday {
      let observed = demand.observed[cell % series.columns]
      if day == 0, interval.start < setting.asOf, !observed.isNaN {
        interval.contacts = observed
        interval.isSeen = true
        return
      }
      if day == 0 { interval.scale *= update.scale(forecast: value) }
      value *= update.factor(days: date - setting.from)
    }
    let variance = day < demand.variances.count ? demand.variances[day] : 0
    if variance > 0, value > 0 {
      let usual = 1 + demand.distribution.dispersion * value
      interval.scale *= (1 + variance * value / usual).squareRoot()
    }
    interval.contacts = value
  }

  /// What made the number of an open interval.
  private func method(_ day: Int, cell: Int, _ demand: DayDemand) -> String? {
    if let series = demand.series {
      let w = series.weekdays[demand.firstDay + day]
      if series.isUnseen[w] || series.isGuess[w][cell % series.columns] {
        return ForecastRow.guessMethod
      }
    }
    return day < demand.methods.count ? demand.methods[day].rawValue : nil
  }

  private func row(_ interval: Interval, _ date: CivilDate, _ demand: DayDemand) -> ForecastRow {
    let offered = interval.contacts ?? 0
    func bound(_ probability: Double) -> Double {
      interval.isSeen
        ? offered
        : demand.distribution.quantile(probability, forecast: offered, scale: interval.scale)
    }
    return ForecastRow(
      queue: history.queue, start: interval.start, offered: offered, low80: bound(0.1),
      high80: bound(0.9), low95: bound(0.025), high95: bound(0.975),
      handlingSeconds: handling.seconds(weekday: date.weekday.rawValue, slot: interval.slot)
        * changes.handling(date),
      method: interval.contacts == nil
        ? ForecastRow.closedMethod
        : interval.isSeen ? "observed" : interval.method ?? demand.evidence.method.rawValue)
  }

  /// What the planner's word and the hours of the date came to.
  private func remarks(
    _ intervals: [Interval], day: Int?, _ override: Overrides, _ demand: DayDemand
  ) -> [String] {
    let open = intervals.filter { $0.contacts != nil }
    let text = open.isEmpty ? nil : spans(open.map(\.slot))
    var sentences = override.remarks(
      sum: open.reduce(0) { $0 + ($1.contacts ?? 0) }, open: text)
    if let day, let text, override.spans == nil, day < demand.hours.count,
      let hours = demand.hours[day]
    {
      sentences.append("\(override.date): open \(text) (\(hours.reason)).")
    }
    if day == nil, let text {
      sentences.append(
        "\(override.date): the weekday is closed as a rule; what is expected at \(text) is a guess."
      )
    }
    return sentences
  }

  private func spans(_ slots: [Int]) -> String {
    HoursRemarks.spans(slots, length: history.intervalSeconds).joined(separator: ", ")
  }
}

func exponential(_ value: Double) -> Double { exp(min(value, 50)) }
