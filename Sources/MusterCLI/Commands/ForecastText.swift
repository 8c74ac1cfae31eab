import CentreModel
import CivilTime
import Forecasting
import Tables

/// A forecast for people, and as JSON.
enum ForecastText {
  static func table(_ forecast: QueueForecast, _ zone: Zone) -> String {
    let evidence = forecast.evidence
    let paint = Paint(isOn: Terminal.outputIsColoured)
    var text = paint.bold("queue \(forecast.queue)") + "   method \(evidence.method.rawValue)"
    if let from = evidence.historyFrom, let to = evidence.historyTo {
      text += "   history \(from) to \(to)"
    }
    text += "\n\n" + days(forecast, zone, paint) + "\n" + trials(evidence, paint)
    if !evidence.effects.isEmpty { text += "\n" + effects(evidence, paint) }
    if !evidence.remarks.isEmpty {
      text += "\n" + evidence.remarks.map { "· \($0)\n" }.joined()
    }
    return text
  }

  private static func days(_ forecast: QueueForecast, _ zone: Zone, _ paint: Paint) -> String {
    var table = TextTable([
      .left("date"), .left(""), .right("contacts"), .right("AHT s"), .right("peak"), .right("at"),
      .left("by interval"),
    ])
    var rows = forecast.rows[...]
    var (all, seconds) = (0.0, 0.0)
    while let first = rows.first {
      let date = zone.date(at: first.start)
      let day = rows.prefix { zone.date(at: $0.start) == date }
      rows = rows.dropFirst(day.count)
      let sum = day.reduce(0) { $0 + $1.offered }
      let load = day.reduce(0) { $0 + $1.offered * $1.handlingSeconds }
      (all, seconds) = (all + sum, seconds + load)
      guard day.contains(where: { !$0.isClosed }) else {
        table.row("\(date)", date.weekday.shortName, "closed")
        continue
      }
      let peak = day.max { $0.offered < $1.offered } ?? first
      table.row(
        "\(date)", date.weekday.shortName, fixed(sum, 0), sum > 0 ? fixed(load / sum, 0) : "",
        fixed(peak.offered, 1), zone.local(at: peak.start).clock, sparkline(hourly(Array(day))))
    }
    table.rule()
    table.row("all", "", fixed(all, 0), all > 0 ? fixed(seconds / all, 0) : "")
    return table.text(paint: paint)
  }

  /// Contacts in at most 32 stretches of the day; nil where closed.
  private static func hourly(_ day: [ForecastRow]) -> [Double?] {
    let width = max(1, (day.count + 31) / 32)
    return stride(from: 0, to: day.count, by: width).map { k in
      let part = day[k..<min(k + width, day.count)]
      return part.allSatisfy(\.isClosed)
        ? nil : part.reduce(0) { $0 + $1.offered }
    }
  }

  private static func trials(_ evidence: ForecastEvidence, _ paint: Paint) -> String {
    guard !evidence.trials.isEmpty else { return "" }
    var table = TextTable([
      .left("tried on \(evidence.trialWeeks) weeks before"), .right("WAPE %"), .right("day WAPE %"),
      .right("bias %"),
    ])
    for trial in evidence.trials {
      let isChosen = trial.method == evidence.method
      table.row(
        trial.method.rawValue + (isChosen ? " ◂ used" : ""), fixed(trial.wape, 2),
        fixed(trial.dayWAPE, 2), fixed(trial.bias, 2))
    }
    if let floor = evidence.noiseFloor {
      table.rule()
      table.row("noise floor (Poisson)", fixed(floor, 2))
    }
    return table.text(paint: paint)
  }

  private static func effects(_ evidence: ForecastEvidence, _ paint: Paint) -> String {
    var table = TextTable([.left("learnt effect"), .right("on the day %"), .right("days seen")])
    for effect in evidence.effects {
      table.row(
        effect.name, (effect.percent > 0 ? "+" : "") + fixed(effect.percent, 1), "\(effect.days)")
    }
    return table.text(paint: paint)
  }

  static func json(_ forecast: QueueForecast, _ zone: Zone) -> JSONValue {
    let evidence = forecast.evidence
    func number(_ value: Double, _ decimals: Int = 3) -> JSONValue {
      value.isFinite ? .literal(fixed(value, decimals)) : .null
    }
    let rows = forecast.rows.map { row -> JSONValue in
      [
        "interval_start": .string(row.start.text(in: zone)), "offered": number(row.offered),
        "lo80": number(row.low80), "hi80": number(row.high80), "lo95": number(row.low95),
        "hi95": number(row.high95), "aht_s": number(row.handlingSeconds, 1),
        "method": .string(row.method),
      ]
    }
    let trials = evidence.trials.map { trial -> JSONValue in
      [
        "method": .string(trial.method.rawValue), "wape_percent": number(trial.wape),
        "day_wape_percent": number(trial.dayWAPE), "bias_percent": number(trial.bias),
      ]
    }
    let effects = evidence.effects.map { effect -> JSONValue in
      [
        "name": .string(effect.name), "percent": number(effect.percent),
        "days": .integer(effect.days),
      ]
    }
    return [
      "queue": .string(forecast.queue), "interval_s": .integer(forecast.intervalSeconds),
      "method": .string(evidence.method.rawValue),
      "history_from": evidence.historyFrom.map { .string("\($0)") } ?? .null,
      "history_to": evidence.historyTo.map { .string("\($0)") } ?? .null,
      "trial_weeks": .integer(evidence.trialWeeks), "trials": .array(trials),
      "noise_floor_percent": evidence.noiseFloor.map { number($0) } ?? .null,
      "effects": .array(effects), "remarks": .array(evidence.remarks.map { .string($0) }),
      "rows": .array(rows),
    ]
  }
}
