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
    if !evidence.effects.isEmpty { text += "\n" + effects(evidence.effects).text(paint: paint) }
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
    var table = trials(
      evidence.trials, title: "tried on \(evidence.trialWeeks) weeks before",
      used: evidence.method)
    if let floor = evidence.noiseFloor { table.total("noise floor (Poisson)", .number(floor)) }
    return table.text(paint: paint)
  }

  /// The methods tried with their errors; `used`: the one that people are shown.
  static func trials(
    _ trials: [ForecastEvidence.Trial], title: String = "", used: ForecastMethod? = nil
  ) -> Table {
    var table = Table([
      .text("method", title), .number("wape_percent", "WAPE", unit: "%", decimals: 3, shown: 2),
      .number("day_wape_percent", "day WAPE", unit: "%", decimals: 3, shown: 2),
      .number("bias_percent", "bias", unit: "%", decimals: 3, shown: 2),
    ])
    for trial in trials {
      let name = trial.method.rawValue + (trial.method == used ? " ◂ used" : "")
      table.row(.text(name), .number(trial.wape), .number(trial.dayWAPE), .number(trial.bias))
    }
    return table
  }

  private static func effects(_ effects: [ForecastEvidence.LearntEffect]) -> Table {
    var table = Table([
      .text("name", "learnt effect"),
      .number("percent", "on the day", unit: "%", decimals: 3, shown: 1),
      .number("days", "days seen"),
    ])
    for effect in effects {
      table.row(.text(effect.name), .number(effect.percent), .count(effect.days))
    }
    return table
  }

  static func json(_ forecast: QueueForecast, _ zone: Zone) -> JSONValue {
    let evidence = forecast.evidence
    func number(_ value: Double, _ decimals: Int = 3) -> JSONValue {
      value.isFinite ? .literal(fixed(value, decimals)) : .null
    }
    return [
      "queue": .string(forecast.queue), "interval_s": .integer(forecast.intervalSeconds),
      "method": .string(evidence.method.rawValue),
      "history_from": evidence.historyFrom.map { .string("\($0)") } ?? .null,
      "history_to": evidence.historyTo.map { .string("\($0)") } ?? .null,
      "trial_weeks": .integer(evidence.trialWeeks), "trials": trials(evidence.trials).json(),
      "noise_floor_percent": evidence.noiseFloor.map { number($0) } ?? .null,
      "effects": effects(evidence.effects).json(),
      "remarks": .array(evidence.remarks.map { .string($0) }),
      "rows": ForecastFile.table(forecast.rows, zone: zone, marksClosed: true).json(),
    ]
  }
}
