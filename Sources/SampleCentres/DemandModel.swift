// How many contacts a sample queue expects, before any noise.
//
// contacts(date, time) = scale · volume · weekday · month · days of the month · trend
//                        · effects around closures · shape(time) / sum of the shape over the day
//
// The weekday factors are thus in proportion to whole days, the shapes only spread them.

internal import CivilTime

struct DemandModel: Sendable {
  let queue: CentreProfile.DemandProfile
  let intervalSeconds: Int
  /// The trend is 1 here.
  let reference: CivilDate
  /// Dates on which the queue is closed though its hours say otherwise.
  let closedDates: Set<CivilDate>
  /// Contacts of an average day.
  var scale: Double
  /// The sum of the shape over each weekday's open intervals.
  private let shapeSums: [Double]

  init(
    _ queue: CentreProfile.DemandProfile, intervalSeconds: Int, reference: CivilDate,
    closedDates: Set<CivilDate>, scale: Double = 1
  ) {
    self.queue = queue
    self.intervalSeconds = intervalSeconds
    self.reference = reference
    self.closedDates = closedDates
    self.scale = scale
    shapeSums = Weekday.allCases.map { weekday in
      queue.hours.spans(on: weekday).reduce(0) { sum, span in
        stride(from: span.start, to: span.end, by: intervalSeconds).reduce(sum) {
          $0 + Self.height(queue, weekday, $1 % 86_400 + intervalSeconds / 2)
        }
      }
    }
  }

  /// Expected contacts of the interval that begins at a local time of a date on which the queue is
  /// open.
  func contacts(_ date: CivilDate, _ secondsOfDay: Int) -> Double {
    let weekday = date.weekday
    let sum = shapeSums[weekday.rawValue]
    guard sum > 0 else { return 0 }
    let height = Self.height(queue, weekday, secondsOfDay + intervalSeconds / 2)
    return dayTotal(date) * height / sum
  }

  /// Expected contacts of a whole open date.
  func dayTotal(_ date: CivilDate) -> Double {
    let (_, month, day) = date.components
    var total = scale * queue.volume * queue.weekday[date.weekday.rawValue]
    total *= queue.month[month - 1] * trend(queue.trendPerYear, date)
    for range in queue.monthDays where range.days.contains(day) { total *= range.factor }
    if isBesideClosure(date, step: -1) { total *= queue.afterHoliday }
    if isBesideClosure(date, step: 1) { total *= queue.beforeHoliday }
    return total
  }

  /// Expected handling time of a contact in seconds.
  func handlingSeconds(_ date: CivilDate, _ secondsOfDay: Int) -> Double {
    queue.handlingSeconds * queue.handlingWeekday[date.weekday.rawValue]
      * trend(queue.handlingPerYear, date)
      * (queue.handlingShape.points.isEmpty ? 1 : queue.handlingShape.height(at: secondsOfDay))
  }

  func isClosed(_ date: CivilDate) -> Bool { closedDates.contains(date) }

  private func trend(_ perYear: Double, _ date: CivilDate) -> Double {
    max(0.05, 1 + perYear * Double(date - reference) / 365.25)
  }

  /// Whether the next open date in this direction would have been a closed one.
  private func isBesideClosure(_ date: CivilDate, step: Int) -> Bool {
    var near = date + step
    for _ in 0..<7 {
      if closedDates.contains(near) { return true }
      if !queue.hours.spans(on: near.weekday).isEmpty { return false }
      near = near + step
    }
    return false
  }

  private static func height(
    _ queue: CentreProfile.DemandProfile, _ weekday: Weekday, _ seconds: Int
  ) -> Double {
    queue.shapes.first { $0.days.contains(weekday) }?.height(at: seconds) ?? 1
  }
}
