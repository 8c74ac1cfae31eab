// Days that are to be like a day of the past, where a planner knows what the history cannot tell: "like
// last year's", "like the Monday after the fire".
//
// The day takes the analog's contacts by slot, times the growth since then: what ordinary days of the
// horizon are forecast at, over what days of the same weekdays took in the three weeks before and after
// the analog. Without ordinary days in the horizon, the last four weeks of history stand for them.

internal import CivilTime

extension ForecastRun {
  /// The demand with the days that are like others replaced.
  func takeAnalogs(_ demand: inout DayDemand, _ series: DaySeries, _ design: LevelDesign) {
    for event in setting.events {
      guard case .like(let analog) = event.effect, let d = series.dates.firstIndex(of: event.date),
        d >= demand.firstDay
      else { continue }
      let why = event.reason.isEmpty ? event.name : "\(event.name): \(event.reason)"
      let past = series.dates.firstIndex(of: analog).flatMap { $0 < series.origin ? $0 : nil }
      guard let past, !series.isMissing[past] else {
        demand.evidence.remarks.append(
          "\(event.date): is to be like \(analog), which has no data; left as forecast (\(why)).")
        continue
      }
      let growth = growth(since: past, demand, series, design)
      let (j, day) = (series.columns, d - demand.firstDay)
      let served = (0..<j).map { !series.isOutOfHours[past * j + $0] }
      if served.contains(false), day < demand.hours.count {
        demand.hours[day] = DayHours(served: served, reason: "as on \(analog)")
      }
      for c in 0..<j where series.open[series.weekdays[past]][c] {
        let count = series.counts[past * j + c]
        if !count.isNaN { demand.values[day * j + c] = growth * count }
      }
      demand.evidence.remarks.append(
        "\(event.date): like \(analog), times \((100 * growth).rounded() / 100) for the growth since"
          + " (\(why)).")
    }
  }

  private func growth(
    since past: Int, _ demand: DayDemand, _ series: DaySeries, _ design: LevelDesign
  ) -> Double {
    let j = series.columns
    let isAnalog = Set(
      setting.events.compactMap { event in
        if case .like = event.effect { return event.date }
        return nil
      })
    // Totals by weekday of what is usual now.
    var now = [Int: [Double]]()
    for d in demand.firstDay..<series.days
    where !design.isExplainedApart(d) && !design.isShut[d - design.origin]
      && !isAnalog.contains(series.dates[d])
    {
      let day = d - demand.firstDay
      now[series.weekdays[d], default: []].append(
        demand.values[day * j..<(day + 1) * j].reduce(0, +))
    }
    if now.isEmpty {
      for d in max(0, series.origin - 4 * series.weekLength)..<series.origin
      where design.isRegular[d] { now[series.weekdays[d], default: []].append(total(d, series)) }
    }
    var (sumNow, sumThen) = (0.0, 0.0)
    let reach = 3 * series.weekLength
    for (weekday, totals) in now.sorted(by: { $0.key < $1.key }) {
      let then = (max(0, past - reach)..<min(series.origin, past + reach + 1)).filter {
        $0 != past && series.weekdays[$0] == weekday && design.isRegular[$0]
      }
      guard !then.isEmpty else { continue }
      sumNow += totals.reduce(0, +) / Double(totals.count)
      sumThen += then.reduce(0) { $0 + total($1, series) } / Double(then.count)
    }
    return sumNow > 0 && sumThen > 0 ? sumNow / sumThen : 1
  }

  private func total(_ d: Int, _ series: DaySeries) -> Double {
    let j = series.columns
    return series.counts[d * j..<(d + 1) * j].reduce(0) { $0 + ($1.isNaN ? 0 : $1) }
  }
}
