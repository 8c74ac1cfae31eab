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
    text += tables(scores)
    let chosen = scores.chosen.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    text += "\nmethod chosen: " + chosen.map { "\($0.key) \($0.value)×" }.joined(separator: ", ")
    return text + "\n"
  }

  /// Several queues as one, for people.
  static func together(_ count: Int, _ scores: BacktestScores) -> String {
    Paint(isOn: Terminal.outputIsColoured).bold("\(count) queues together") + tables(scores)
  }

  /// The rest of a line with what was examined, and the methods.
  private static func tables(_ scores: BacktestScores) -> String {
    let paint = Paint(isOn: Terminal.outputIsColoured)
    var text = "   \(scores.intervals) intervals   \(fixed(scores.contacts, 0)) contacts\n\n"
    var all = methods(scores.lines)
    if let floor = floor(scores) { all.total(cells(floor)) }
    text += all.text(paint: paint)
    if !scores.specialLines.isEmpty {
      let count = scores.specialDays > 0 ? " (\(scores.specialDays))" : ""
      text += "\n" + paint.bold("special days alone") + count + "\n\n"
      text += methods(scores.specialLines).text(paint: paint)
      text += "\n" + paint.bold("regular days alone") + "\n\n"
      text += methods(scores.regularLines).text(paint: paint)
    }
    return text
  }

  /// The scores of one queue, as the CSV has them; of none, its header.
  static func scores(_ queue: String = "", _ scores: BacktestScores? = nil) -> Table {
    var table = Table([.text("queue"), .text("days")] + columns)
    guard let scores else { return table }
    for (days, lines) in [
      ("all", scores.lines), ("special", scores.specialLines), ("regular", scores.regularLines),
    ] {
      for line in lines { table.row([.text(queue), .text(days)] + cells(line)) }
    }
    let floor = floor(scores) ?? BacktestScores.Line(name: floorName, sums: ScoreSums())
    table.row([.text(queue), "all"] + cells(floor))
    return table
  }

  /// The method that the noise floor stands for in files.
  static let floorName = "noise floor"

  private static func floor(_ scores: BacktestScores) -> BacktestScores.Line? {
    scores.floor.map { BacktestScores.Line(name: floorName, sums: $0) }
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

  private static let columns: [Table.Column] = measures + sums

  /// For programs, at the end: the sums that the measures are made of.
  private static let sums = ScoreSums.Term.allCases.map { term in
    Table.Column.number(term.rawValue, decimals: term.isCount ? 0 : 4, for: .programs)
  }

  private static let measures: [Table.Column] = [
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
      + (values + ScoreSums.Term.allCases.map { line.sums[$0] }).map { value in
        guard let value, value.isFinite else { return .missing }
        return .number(value)
      }
  }

  static func methods(_ lines: [BacktestScores.Line]) -> Table {
    var table = Table(columns)
    for line in lines { table.row(cells(line)) }
    return table
  }

  // MARK: - Predictions

  /// Every prediction as `origin,timestamp,yhat,lo80,hi80,lo95,hi95`, times in the form of the input, without
  /// header.
  ///
  /// `hasQueues`: A column `queue` comes first. Rows that the input has at local times which the clocks skip are
  /// forecast at 0: there is no such time.
  static func predictions(
    _ result: Backtest, _ examined: ExaminedHistories, hasQueues: Bool
  ) -> [UInt8] {
    let (zone, clock) = (examined.zone, examined.clock)
    var csv = CSVWriter(predictionColumns(hasQueues: hasQueues), hasHeader: false)
    let lead = hasQueues ? [result.queue] : []
    for week in result.weeks {
      let origin = clock.text(week.origin, in: zone)
      for row in week.predictions {
        csv.row(
          lead + [
            origin, clock.text(row.start, in: zone), fixed(row.forecast, 4),
            fixed(row.low80, 4), fixed(row.high80, 4), fixed(row.low95, 4), fixed(row.high95, 4),
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
    return csv.bytes
  }

  static func predictionHeader(hasQueues: Bool) -> [UInt8] {
    CSVWriter(predictionColumns(hasQueues: hasQueues)).bytes
  }

  private static func predictionColumns(hasQueues: Bool) -> [String] {
    (hasQueues ? ["queue"] : [])
      + ["origin", "timestamp", "yhat", "lo80", "hi80", "lo95", "hi95"]
  }
}
