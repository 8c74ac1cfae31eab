internal import CentreModel
internal import CivilTime
internal import Glibc

/// Turns forecasts by grid day and column into rows by instant.
struct ForecastRows {
  let history: QueueHistory
  let setting: ForecastSetting
  let hours: OpenSlots
  let handling: HandlingTime
  /// Contacts that drops add, by date.
  var added: [CivilDate: Double] = [:]

  func assemble(_ demand: DayDemand) -> QueueForecast {
    let length = history.intervalSeconds
    var rows: [ForecastRow] = []
    var alternatives = demand.alternatives.mapValues { _ in [Double]() }
    var columnOfSlot: [Int: Int] = [:]
    for (column, slot) in (demand.series?.slots ?? []).enumerated() { columnOfSlot[slot] = column }
    var gridDay = 0
    for k in 0..<setting.days {
      let date = setting.from + k
      let weekday = date.weekday.rawValue
      var day: Int?
      if let series = demand.series, hours.week[weekday].contains(true) {
        if demand.firstDay + gridDay < series.days, series.dates[demand.firstDay + gridDay] == date
        {
          day = gridDay
          gridDay += 1
        }
      }
      let override = Overrides(setting.events, date: date)
      var values: [(start: Instant, slot: Int, contacts: Double?, seen: Bool, scale: Double)] = []
      for interval in setting.zone.intervals(of: date, length: length) {
        let slot = setting.zone.local(at: interval.lowerBound).secondsOfDay / length
        var contacts: Double?
        var cell: Int?
        var isSeen = false
        var scale = day.flatMap { $0 < demand.scales.count ? demand.scales[$0] : nil } ?? 1
        if let day, hours.week[weekday][slot], !demand.isClosed[day], !override.isClosed,
          let column = columnOfSlot[slot], let series = demand.series
        {
          let found = day * series.columns + column
          var value = max(0, demand.values[found])
          if let update = demand.intraday {
            if day == 0, interval.lowerBound < setting.asOf, !demand.observed[column].isNaN {
              value = demand.observed[column]
              isSeen = true
            } else {
              if day == 0 { scale *= update.scale(forecast: value) }
              value *= update.factor(days: date - setting.from)
            }
          }
          let variance = day < demand.variances.count ? demand.variances[day] : 0
          if variance > 0, value > 0, !isSeen {
            scale *= (1 + variance * value / (1 + demand.distribution.dispersion * value))
              .squareRoot()
          }
          contacts = value
          cell = found
        }
        for (method, list) in demand.alternatives {
          alternatives[method]?.append(cell.map { max(0, list[$0]) } ?? 0)
        }
        values.append((interval.lowerBound, slot, contacts, isSeen, scale))
      }
      let open = values.filter { $0.contacts != nil && !$0.seen }
      let factor = override.factor(
        total: open.reduce(0) { $0 + ($1.contacts ?? 0) }, added: added[date] ?? 0)
      for value in values {
        rows.append(
          row(
            value.start, value.contacts.map { $0 * (value.seen ? 1 : factor) }, weekday: weekday,
            slot: value.slot, demand, seen: value.seen, scale: value.scale,
            method: day.flatMap {
              method($0, slot: value.slot, column: columnOfSlot[value.slot], demand)
            }))
      }
    }
    var evidence = demand.evidence
    for k in 0..<setting.days {
      evidence.remarks += Overrides(setting.events, date: setting.from + k).remarks
    }
    return QueueForecast(
      queue: history.queue, intervalSeconds: length, rows: rows, evidence: evidence,
      distribution: demand.distribution, alternatives: alternatives)
  }

  /// What made the number of an open interval.
  private func method(_ day: Int, slot: Int, column: Int?, _ demand: DayDemand) -> String? {
    if let series = demand.series, let column {
      let w = series.weekdays[demand.firstDay + day]
      if series.isUnseen[w] || series.isGuess[w][column] { return ForecastRow.guessMethod }
    }
    return day < demand.methods.count ? demand.methods[day].rawValue : nil
  }

  private func row(
    _ start: Instant, _ contacts: Double?, weekday: Int, slot: Int, _ demand: DayDemand,
    seen: Bool, scale: Double, method: String?
  ) -> ForecastRow {
    let offered = contacts ?? 0
    func bound(_ probability: Double) -> Double {
      seen
        ? offered
        : demand.distribution.quantile(probability, forecast: offered, scale: scale)
    }
    return ForecastRow(
      queue: history.queue, start: start, offered: offered, low80: bound(0.1), high80: bound(0.9),
      low95: bound(0.025), high95: bound(0.975),
      handlingSeconds: handling.seconds(weekday: weekday, slot: slot),
      method: contacts == nil
        ? ForecastRow.closedMethod : seen ? "observed" : method ?? demand.evidence.method.rawValue)
  }
}

/// What the planner decided for one date.
struct Overrides {
  var isClosed = false
  var remarks: [String] = []
  private var multiplier = 1.0
  private var extra = 0.0
  private var total: Double?

  init(_ events: [DemandEvent], date: CivilDate) {
    for event in events where event.date == date {
      let why = event.reason.isEmpty ? event.name : "\(event.name): \(event.reason)"
      switch event.effect {
      case .learnt, .like: continue
      case .factor(let value):
        multiplier *= max(0, value)
        remarks.append("\(date): times \(value) (\(why)).")
      case .extra(let value):
        extra += value
        remarks.append("\(date): \(value) contacts more (\(why)).")
      case .total(let value):
        total = max(0, value)
        remarks.append("\(date): set to \(value) contacts (\(why)).")
      case .closed:
        isClosed = true
        remarks.append("\(date): closed (\(why)).")
      }
    }
  }

  /// The factor on every interval of a day that is forecast at `sum` contacts.
  func factor(total sum: Double, added: Double) -> Double {
    guard sum > 0 else { return 1 }
    return max(0, (total ?? ((sum + added) * multiplier)) + extra) / sum
  }
}

func exponential(_ value: Double) -> Double { exp(min(value, 50)) }
