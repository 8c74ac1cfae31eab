import CivilTime
import Forecasting
import History
import Tables

/// The results of backtests for people and for programs.
enum BacktestText {
  static func table(_ result: Backtest, _ zone: Zone) -> String {
    let scores = result.scores
    let paint = Paint(isOn: Terminal.outputIsColoured)
    var text = paint.bold("queue \(result.queue)") + "   \(result.weeks.count) origins"
    if let first = result.weeks.first, let last = result.weeks.last {
      text += " \(zone.date(at: first.origin)) to \(zone.date(at: last.origin))"
    }
    text += "   \(scores.intervals) intervals   \(fixed(scores.contacts, 0)) contacts\n\n"
    text += lines(scores.lines, floor: (scores.noiseFloor, scores.dayNoiseFloor), paint)
    if !scores.specialLines.isEmpty {
      text += "\n" + paint.bold("special days alone") + " (\(scores.specialDays))\n\n"
      text += lines(scores.specialLines, paint)
      text += "\n" + paint.bold("regular days alone") + "\n\n" + lines(scores.regularLines, paint)
    }
    let chosen = scores.chosen.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    text += "\nmethod chosen: " + chosen.map { "\($0.key) \($0.value)×" }.joined(separator: ", ")
    return text + "\n"
  }

  private static func lines(
    _ lines: [BacktestScores.Line], floor: (Double?, Double?) = (nil, nil), _ paint: Paint
  ) -> String {
    var table = TextTable([
      .left(""), .right("WAPE %"), .right("day WAPE %"), .right("bias %"), .right("MASE"),
      .right("RMSSE"), .right("in 80 %"), .right("in 95 %"), .right("Winkler 80"),
      .right("Winkler 95"),
    ])
    func number(_ value: Double?, _ decimals: Int) -> String {
      guard let value, value.isFinite else { return "" }
      return fixed(value, decimals)
    }
    for line in lines {
      table.row(
        line.name, number(line.wape, 2), number(line.dayWAPE, 2), number(line.bias, 2),
        number(line.mase, 3), number(line.rmsse, 3), number(line.coverage80, 1),
        number(line.coverage95, 1), number(line.winkler80, 3), number(line.winkler95, 3))
    }
    if floor.0 != nil {
      table.rule()
      table.row("noise floor", number(floor.0, 2), number(floor.1, 2))
    }
    return table.text(paint: paint)
  }

  static func csv(_ results: [Backtest]) -> [UInt8] {
    var csv = CSVWriter([
      "queue", "days", "method", "wape_percent", "day_wape_percent", "bias_percent", "mase",
      "rmsse", "coverage80_percent", "coverage95_percent", "winkler80", "winkler95",
    ])
    func number(_ value: Double?) -> String {
      guard let value, value.isFinite else { return "" }
      return fixed(value, 4)
    }
    for result in results {
      let scores = result.scores
      for (days, lines) in [
        ("all", scores.lines), ("special", scores.specialLines), ("regular", scores.regularLines),
      ] {
        for line in lines {
          csv.row(
            result.queue, days, line.name, number(line.wape), number(line.dayWAPE),
            number(line.bias), number(line.mase), number(line.rmsse), number(line.coverage80),
            number(line.coverage95), number(line.winkler80), number(line.winkler95))
        }
      }
      csv.row([
        result.queue, "all", "noise floor", number(scores.noiseFloor),
        number(scores.dayNoiseFloor), "", "", "", "", "", "", "",
      ])
    }
    return csv.bytes
  }

  static func json(_ result: Backtest, _ zone: Zone) -> JSONValue {
    func number(_ value: Double?) -> JSONValue {
      guard let value, value.isFinite else { return .null }
      return .literal(fixed(value, 4))
    }
    func lines(_ lines: [BacktestScores.Line]) -> JSONValue {
      .array(
        lines.map { line -> JSONValue in
          [
            "method": .string(line.name), "wape_percent": number(line.wape),
            "day_wape_percent": number(line.dayWAPE), "bias_percent": number(line.bias),
            "mase": number(line.mase), "rmsse": number(line.rmsse),
            "coverage80_percent": number(line.coverage80),
            "coverage95_percent": number(line.coverage95), "winkler80": number(line.winkler80),
            "winkler95": number(line.winkler95),
          ]
        })
    }
    let origins = result.weeks.map { week -> JSONValue in
      let trials = week.evidence.trials.map { trial -> JSONValue in
        [
          "method": .string(trial.method.rawValue), "wape_percent": number(trial.wape),
          "day_wape_percent": number(trial.dayWAPE), "bias_percent": number(trial.bias),
        ]
      }
      return [
        "origin": .string(week.origin.text(in: zone)),
        "method": .string(week.evidence.method.rawValue), "trials": .array(trials),
        "remarks": .array(week.evidence.remarks.map { .string($0) }),
      ]
    }
    let scores = result.scores
    return [
      "queue": .string(result.queue), "intervals": .integer(scores.intervals),
      "contacts": number(scores.contacts), "noise_floor_percent": number(scores.noiseFloor),
      "day_noise_floor_percent": number(scores.dayNoiseFloor), "all": lines(scores.lines),
      "special_days": .integer(scores.specialDays), "special": lines(scores.specialLines),
      "regular": lines(scores.regularLines), "origins": .array(origins),
    ]
  }

  /// Every prediction as `origin,timestamp,yhat,lo80,hi80,lo95,hi95`, times in the form of the input.
  ///
  /// With several queues a column `queue` comes first. Rows that the input has at local times which
  /// the clocks skip are forecast at 0: there is no such time.
  static func predictions(_ results: [Backtest], _ file: HistoryFile, _ zone: Zone) -> [UInt8] {
    let hasQueues = results.count > 1
    let header = ["origin", "timestamp", "yhat", "lo80", "hi80", "lo95", "hi95"]
    var csv = CSVWriter((hasQueues ? ["queue"] : []) + header)
    for result in results {
      let lead = hasQueues ? [result.queue] : []
      for week in result.weeks {
        let origin = file.clock.text(week.origin, in: zone)
        for row in week.predictions {
          csv.row(
            lead + [
              origin, file.clock.text(row.start, in: zone), fixed(row.forecast, 4),
              fixed(row.low80, 4), fixed(row.high80, 4), fixed(row.low95, 4),
              fixed(row.high95, 4),
            ])
        }
        let end = week.origin + (result.days + 1) * 86_400
        for remark in file.remarks
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
