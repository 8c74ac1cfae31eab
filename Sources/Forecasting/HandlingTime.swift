// AHT by weekday and slot, weighted by contacts: an average of averages would let a slot with one long
// call speak as loud as one with a hundred.
//
// Sums over the last half year count by a recency half-life. Every slot's AHT is shrunk to the queue's
// with the weight of so many contacts, every weekday's slot to the slot's with twice that weight. Half-life
// and shrinkage are those with the least absolute error, weighted by contacts, over the last six weeks,
// each forecast from before it. Sums of more than eight times or less than an eighth of the queue's AHT
// are recording faults and are left out.

internal import CivilTime
internal import Glibc

struct HandlingTime: Sendable {
  struct Setting: Hashable, Sendable {
    var halfLifeDays: Double
    /// Contacts that the AHT of the whole stands against a slot's own.
    var shrinkContacts: Double
  }
  static let settings = [28.0, 7, 91].flatMap { halfLife in
    [30.0, 5, 150].map { Setting(halfLifeDays: halfLife, shrinkContacts: $0) }
  }
  static let trialWeeks = 6
  private static let span = 182

  /// Seconds by `weekday * slots + slot`, weekday 0 Monday.
  private var seconds: [Double]
  private let slots: Int
  /// What was chosen, and how far it erred in percent of the work; nil without weeks to try on.
  private(set) var trial: (setting: Setting, error: Double)?
  /// The AHT assumed because the history has none.
  private(set) var assumed: Double?

  init(_ grid: DemandGrid, standard: Double) {
    slots = grid.slots
    let records = Records(grid, from: max(0, grid.days - Self.span - 7 * Self.trialWeeks))
    guard let rough = records.average else {
      assumed = standard
      seconds = Array(repeating: standard, count: 7 * grid.slots)
      return
    }
    trial = Self.trial(records, days: grid.days)
    seconds = records.profile(
      trial?.setting ?? Self.settings[0], before: grid.days, span: Self.span, rough: rough)
  }

  func seconds(weekday: Int, slot: Int) -> Double { seconds[weekday * slots + slot] }

  /// How good it has been, in a sentence; nil without weeks to tell from.
  var remark: String? {
    if let assumed {
      return
        "AHT is assumed: \((10 * assumed).rounded() / 10) s on every interval, since the history has"
        + " none."
    }
    return trial.map { trial in
      "AHT erred by \((10 * trial.error).rounded() / 10) % of the work on the last"
        + " \(Self.trialWeeks) weeks (contacts count by half after"
        + " \(Int(trial.setting.halfLifeDays)) days)."
    }
  }

  /// The setting that did best on the weeks before the end.
  private static func trial(_ records: Records, days: Int) -> (setting: Setting, error: Double)? {
    var errors = [Double](repeating: 0, count: settings.count)
    var work = 0.0
    for week in 1...trialWeeks {
      let end = days - 7 * week
      guard let rough = records.average(before: end) else { break }
      let truth = records.cells(end..<end + 7)
      guard !truth.isEmpty else { continue }
      work += truth.reduce(0) { $0 + $1.seconds }
      for (k, setting) in settings.enumerated() {
        let profile = records.profile(setting, before: end, span: span, rough: rough)
        for cell in truth {
          errors[k] += abs(cell.seconds - cell.contacts * profile[cell.place])
        }
      }
    }
    guard work > 0, let best = errors.indices.min(by: { (errors[$0], $0) < (errors[$1], $1) })
    else { return nil }
    return (settings[best], 100 * errors[best] / work)
  }
}

/// Contacts handled and the seconds they took, where both are known and plausible.
private struct Records {
  struct Cell {
    var day: Int
    /// `weekday * slots + slot`.
    var place: Int
    var contacts: Double
    var seconds: Double
  }
  /// Ascending by day.
  private var all: [Cell] = []
  private let slots: Int

  init(_ grid: DemandGrid, from first: Int) {
    slots = grid.slots
    var (total, contacts) = (0.0, 0.0)
    for cell in first * slots..<grid.days * slots {
      total += grid.handleSeconds[cell]
      contacts += grid.handled[cell]
    }
    guard contacts > 0, total > 0 else { return }
    let rough = total / contacts
    for day in first..<grid.days {
      let weekday = grid.date(day).weekday.rawValue
      for slot in 0..<slots {
        let n = grid.handled[day * slots + slot]
        let seconds = grid.handleSeconds[day * slots + slot]
        guard n > 0, seconds < 8 * rough * n, seconds > rough * n / 8 else { continue }
        all.append(Cell(day: day, place: weekday * slots + slot, contacts: n, seconds: seconds))
      }
    }
  }

  /// The AHT of all.
  var average: Double? { average(before: .max) }

  func average(before end: Int) -> Double? {
    var (seconds, contacts) = (0.0, 0.0)
    for cell in all where cell.day < end {
      seconds += cell.seconds
      contacts += cell.contacts
    }
    return contacts > 0 ? seconds / contacts : nil
  }

  func cells(_ days: Range<Int>) -> ArraySlice<Cell> {
    all[
      all.partitionPoint {
        $0.day >= days.lowerBound
      }..<all.partitionPoint {
        $0.day >= days.upperBound
      }]
  }

  /// Seconds by weekday and slot from the `span` days before `end`.
  func profile(
    _ setting: HandlingTime.Setting, before end: Int, span: Int, rough: Double
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: 7 * slots)
    var weights = sums
    var (levelSum, levelWeight) = (0.0, 0.0)
    var (day, v) = (-1, 0.0)
    for cell in cells(end - span..<end) {
      if cell.day != day {
        day = cell.day
        v = exp2(-Double(end - 1 - day) / setting.halfLifeDays)
      }
      sums[cell.place] += v * cell.seconds
      weights[cell.place] += v * cell.contacts
      levelSum += v * cell.seconds
      levelWeight += v * cell.contacts
    }
    let level = levelWeight > 0 ? levelSum / levelWeight : rough
    var seconds = [Double](repeating: level, count: 7 * slots)
    for slot in 0..<slots {
      var (sum, weight) = (setting.shrinkContacts * level, setting.shrinkContacts)
      for weekday in 0..<7 {
        sum += sums[weekday * slots + slot]
        weight += weights[weekday * slots + slot]
      }
      let common = sum / weight
      let shrink = 2 * setting.shrinkContacts
      for weekday in 0..<7 {
        let k = weekday * slots + slot
        seconds[k] = (sums[k] + shrink * common) / (weights[k] + shrink)
      }
    }
    return seconds
  }
}
