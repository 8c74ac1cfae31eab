internal import CentreModel
internal import CivilTime

/// The sums of one method while its predictions come in, origin by origin.
struct ScoreTally {
  private var count = 0
  private var actual = 0.0
  private var absolute = 0.0
  private var signed = 0.0
  private var squared = 0.0
  private var dayAbsolute = 0.0
  private var days: [CivilDate: Double] = [:]
  private var within = (low: 0, high: 0)
  private var winkler = (low: 0.0, high: 0.0)
  private var hasBounds = false
  private var scaled: [Double] = []
  private var scaledSquares: [Double] = []
  private var originCount = 0
  private var originAbsolute = 0.0
  private var originSquares = 0.0

  mutating func beginOrigin() {
    (originCount, originAbsolute, originSquares) = (0, 0, 0)
  }

  /// Method 0 is the forecast, the others in their order.
  mutating func add(_ prediction: Backtest.Prediction, method: Int, _ date: CivilDate) {
    let y = prediction.actual
    let f = method == 0 ? prediction.forecast : prediction.others[method - 1]
    let e = y - f
    count += 1
    actual += y
    absolute += abs(e)
    signed -= e
    squared += e * e
    days[date, default: 0] += e
    originCount += 1
    originAbsolute += abs(e)
    originSquares += e * e
    guard method == 0 else { return }
    hasBounds = true
    let (l8, h8) = (prediction.low80, prediction.high80)
    let (l9, h9) = (prediction.low95, prediction.high95)
    if l8 <= y, y <= h8 { within.low += 1 }
    if l9 <= y, y <= h9 { within.high += 1 }
    winkler.low += h8 - l8 + 10 * (max(0, l8 - y) + max(0, y - h8))
    winkler.high += h9 - l9 + 40 * (max(0, l9 - y) + max(0, y - h9))
  }

  mutating func endOrigin(_ scale: (absolute: Double, square: Double)?) {
    endDays()
    guard let scale, originCount > 0, scale.absolute > 0, scale.square > 0 else { return }
    scaled.append(originAbsolute / Double(originCount) / scale.absolute)
    scaledSquares.append((originSquares / Double(originCount) / scale.square).squareRoot())
  }

  /// Day errors belong to one origin: overlapping horizons must not cancel out.
  mutating func endDays() {
    for date in days.keys.sorted() { dayAbsolute += abs(days[date] ?? 0) }
    days = [:]
  }

  /// Without what is not known: bounds of a method that gives none, errors that nothing scales.
  var sums: ScoreSums {
    var terms: [ScoreSums.Term: Double] = [
      .intervals: Double(count), .contacts: actual, .absoluteErrors: absolute,
      .signedErrors: signed, .squaredErrors: squared, .dayAbsoluteErrors: dayAbsolute,
    ]
    if hasBounds {
      terms[.within80] = Double(within.low)
      terms[.within95] = Double(within.high)
      terms[.intervalScores80] = winkler.low
      terms[.intervalScores95] = winkler.high
    }
    if !scaled.isEmpty {
      terms[.scaledOrigins] = Double(scaled.count)
      terms[.scaledErrors] = scaled.reduce(0, +)
      terms[.scaledRoots] = scaledSquares.reduce(0, +)
    }
    return ScoreSums(terms)
  }
}

/// Differences of the training rows to the same local time a week before.
struct WeeklyLags {
  private var starts: [Instant] = []
  private var absolute: [Double] = []
  private var squares: [Double] = []

  init(_ history: QueueHistory, setting: ForecastSetting) {
    struct Key: Hashable {
      var date: Int
      var second: Int
    }
    var values: [Key: Double] = [:]
    let from = setting.trainFrom.map { setting.zone.startOfDay($0) }
    var (sum, squareSum) = (0.0, 0.0)
    var count = 0.0
    for row in history.rows {
      if let from, row.start < from { continue }
      guard let value = row.offered ?? row.handled else { continue }
      let local = setting.zone.local(at: row.start)
      values[Key(date: local.date.dayNumber, second: local.secondsOfDay)] = value
      let before = Key(date: local.date.dayNumber - 7, second: local.secondsOfDay)
      guard let lag = values[before] else { continue }
      sum += abs(value - lag)
      squareSum += (value - lag) * (value - lag)
      count += 1
      starts.append(row.start)
      absolute.append(sum / count)
      squares.append(squareSum / count)
    }
  }

  /// Mean absolute and mean squared difference of the rows before an origin.
  func scale(before origin: Instant) -> (absolute: Double, square: Double)? {
    let k = starts.partitionPoint { $0 >= origin }
    return k > 0 ? (absolute[k - 1], squares[k - 1]) : nil
  }
}
