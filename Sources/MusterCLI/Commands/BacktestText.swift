import CivilTime
import Forecasting
import History
import Tables

/// The results of backtests for people and for programs.
enum BacktestText {
  /// One queue for people.
  static func text(_ result: Backtest, _ zone: Zone) -> String {
    let scores = result.scores
    let paint = Paint(isOn: Terminal.outputIsColoured)
    var text = paint.bold("queue \(result.queue)") + "   \(result.weeks.count) origins"
    if let first = result.weeks.first, let last = result.weeks.last {
      text += " \(zone.date(at: first.origin)) to \(zone.date(at: last.origin))"
    }
    text += "   \(scores.intervals) intervals   \(fixed(scores.contacts, 0)) contacts\n\n"
    var all = methods(scores.lines)
    if scores.noiseFloor != nil {
      all.total(["noise floor", .optional(scores.noiseFloor), .optional(scores.dayNoiseFloor)])
    }
    text += all.text(paint: paint)
    if !scores.specialLines.isEmpty {
      text += "\n" + paint.bold("special days alone") + " (\(scores.specialDays))\n\n"
      text += methods(scores.specialLines).text(paint: paint)
      text += "\n" + paint.bold("regular days alone") + "\n\n"
      text += methods(scores.regularLines).text(paint: paint)
    }
    let chosen = scores.chosen.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    text += "\nmethod chosen: " + chosen.map { "\($0.key) \($0.value)×" }.joined(separator: ", ")
    return text + "\n"
  }

  /// The scores of all queues in one table, as the CSV has them.
  static func scores(_ results: [Backtest]) -> Table {
    var table = Table([.text("queue"), .text("days")] + columns)
    for result in results {
      let scores = result.scores
      for (days, lines) in [
        ("all", scores.lines), ("special", scores.specialLines), ("regular", scores.regularLines),
      ] {
        for line in lines { table.row([.text(result.queue), .text(days)] + cells(line)) }
      }
      table.row([
        .text(result.queue), "all", "noise floor", .optional(scores.noiseFloor),
        .optional(scores.dayNoiseFloor),
      ])
    }
    return table
  }

  static func json(_ result: Backtest, _ zone: Zone) -> JSONValue {
    func number(_ value: Double?) -> JSONValue {
      guard let value, value.isFinite else { return .null }
      return .literal(fixed(value, 4))
    }
    let origins = result.weeks.map { week -> JSONValue in
      [
        "origin": .string(week.origin.text(in: zone)),
        "method": .string(week.evidence.method.rawValue),
        "trials": ForecastText.trials(week.evidence.trials).json(),
        "remarks": .array(week.evidence.remarks.map { .string($0) }),
      ]
    }
    let scores = result.scores
    return [
      "queue": .string(result.queue), "intervals": .integer(scores.intervals),
      "contacts": number(scores.contacts), "noise_floor_percent": number(scores.noiseFloor),
      "day_noise_floor_percent": number(scores.dayNoiseFloor),
      "all": methods(scores.lines).json(),
      "special_days": .integer(scores.specialDays), "special": methods(scores.specialLines).json(),
      "regular": methods(scores.regularLines).json(), "origins": .array(origins),
    ]
  }

  // MARK: - Columns

  private static let columns: [Table.Column] = [
    .text("method", ""), .number("wape_percent", "WAPE", unit: "%", decimals: 4, shown: 2),
    .number("day_wape_percent", "day WAPE", unit: "%", decimals: 4, shown: 2),
    .number("bias_percent", "bias", unit: "%", decimals: 4, shown: 2),
    .number("mase", "MASE", decimals: 4, shown: 3),
    .number("rmsse", "RMSSE", decimals: 4, shown: 3),
    .number("coverage80_percent", "in 80", unit: "%", decimals: 4, shown: 1),
    .number("coverage95_percent", "in 95", unit: "%", decimals: 4, shown: 1),
    .number("winkler80", "Winkler 80", decimals: 4, shown: 3),
    .number("winkler95", "Winkler 95", decimals: 4, shown: 3),
  ]

  private static func cells(_ line: BacktestScores.Line) -> [Table.Cell] {
    let values = [
      line.wape, line.dayWAPE, line.bias, line.mase, line.rmsse, line.coverage80, line.coverage95,
      line.winkler80, line.winkler95,
    ]
    return [.text(line.name)]
      + values.map { value in
        guard let value, value.isFinite else { return .missing }
        return .number(value)
      }
  }

  private static func methods(_ lines: [BacktestScores.Line]) -> Table {
    var table = Table(columns)
    for line in lines { table.row(cells(line)) }
    return table
  }

  // MARK: - Predictions

  /// Every prediction as `origin,timestamp,yhat,lo80,hi80,lo95,hi95`, times in the form of the input.
  ///
  /// With several queues a column `queue` comes first. Rows that the input has at local times which
  /// the clocks skip are forecast at 0: there is no such time.
  static func predictions(_ results: [Backtest], _ examined: ExaminedHistories) -> [UInt8] {
    let (zone, clock) = (examined.zone, examined.clock)
    let hasQueues = results.count > 1
    let header = ["origin", "timestamp", "yhat", "lo80", "hi80", "lo95", "hi95"]
    var csv = CSVWriter((hasQueues ? ["queue"] : []) + header)
    for result in results {
      let lead = hasQueues ? [result.queue] : []
      for week in result.weeks {
        let origin = clock.text(week.origin, in: zone)
        for row in week.predictions {
          csv.row(
            lead + [
              origin, clock.text(row.start, in: zone), fixed(row.forecast, 4),
              fixed(row.low80, 4), fixed(row.high80, 4), fixed(row.low95, 4),
              fixed(row.high95, 4),
            ])
        }
        let end = week.origin + (result.days + 1) * 86_400
        for remark in examined.remarks
        where remark.kind == .clockGap && remark.queue == result.queue
          && remark.start >= week.origin && remark.start < end
        {
          csv.row(lead + [origin, remark.written, "0", "0", "0", "0", "0"])
        }
      }
    }
    return csv.bytes
  }
}
