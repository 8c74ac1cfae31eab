// How often, and how long after the last time, one record may be dialled.
//
// Goal: the attempts a day and the gap that were asked for, or where a cap of the law allows less, ones that
// keep it whatever the order in which a dialler takes the records.
// Method: a cap of n attempts in w hours is kept when n + 1 attempts, as close as the day's number, the gap
// and the hours of the days let them be, never fit into w hours: late on one day, early on the next ones.
// For each number a day up to the one asked for the smallest gap that does so is searched; taken is what lets
// most attempts be made in the period, then the smaller gap, then the smaller number.
// Conditions: attempts before the period are not known; a cap that no record can reach, with all the attempts
// there are, binds nobody.

public import CivilTime
public import ContactRules

/// Attempts on one record: how many a day, and how far apart.
public struct DialSpacing: Hashable, Sendable {
  /// Attempts a day; 0 where a rule allows none.
  public var perDay: Int
  /// Seconds at least from one attempt to the next, across nights too.
  public var gapSeconds: Int
  /// Rules that allow less than was asked for, sorted.
  public var bounds: [String] = []

  public init(perDay: Int, gapSeconds: Int) {
    self.perDay = perDay
    self.gapSeconds = gapSeconds
  }

  /// A day on which somebody may be called: from the first second to the last.
  public struct Day: Hashable, Sendable {
    public var date: CivilDate
    public var open: Range<Int64>

    public init(date: CivilDate, open: Range<Int64>) {
      self.date = date
      self.open = open
    }
  }

  /// What is left of it under the caps of rules.
  ///
  /// Of the arguments:
  /// - `rules`: Those in force for the people; caps on conversations do not count, since nobody is called
  ///   after one.
  /// - `maximumAttempts`: Attempts on a record in all.
  /// - `days`: Ascending.
  /// - Complexity: O(caps · attempts · days · log gap).
  public func within(
    _ rules: [ContactRule], maximumAttempts: Int, on days: [Day]
  ) -> DialSpacing {
    var caps: [AttemptCap] = []
    var against: [String] = []
    for rule in rules {
      let own = rule.caps.filter { $0.counts == .attempts && $0.count < maximumAttempts }
      caps += own
      if !own.allSatisfy({ isKept($0, on: days) }) { against.append(rule.id) }
    }
    guard !against.isEmpty else { return self }
    var best = DialSpacing(perDay: 0, gapSeconds: gapSeconds)
    if caps.allSatisfy({ $0.count > 0 }) {
      var most = -1
      for number in stride(from: perDay, through: 1, by: -1) {
        let wider = DialSpacing(perDay: number, gapSeconds: gapSeconds).widened(caps, days)
        let made = wider.attempts(on: days)
        if made > most || (made == most && wider.gapSeconds <= best.gapSeconds) {
          (best, most) = (wider, made)
        }
      }
    }
    best.bounds = Set(against).sorted()
    return best
  }

  /// The smallest gap of whole minutes with which all caps are kept.
  private func widened(_ caps: [AttemptCap], _ days: [Day]) -> DialSpacing {
    func isEnough(_ minutes: Int) -> Bool {
      var wider = self
      wider.gapSeconds = max(gapSeconds, minutes * 60)
      return caps.allSatisfy { wider.isKept($0, on: days) }
    }
    // So far apart a cap is kept on any days; an hour more where a local day may have 25.
    var enough = caps.reduce(0) {
      max($0, ($1.windowHours * 60 + ($1.clock == .days ? 60 : 0)) / max(1, $1.count) + 1)
    }
    var low = 0
    while low < enough {
      let middle = (low + enough) / 2
      if isEnough(middle) { enough = middle } else { low = middle + 1 }
    }
    var wider = self
    wider.gapSeconds = max(gapSeconds, enough * 60)
    return wider
  }

  /// Whether more attempts than a cap allows never fit into its window.
  private func isKept(_ cap: AttemptCap, on days: [Day]) -> Bool {
    guard cap.count > 0 else { return false }
    return days.indices.allSatisfy { first in
      switch cap.clock {
      case .days:
        let end = days[first].date + cap.windowHours / 24
        let within = days[first...].prefix { $0.date < end }
        return attempts(on: Array(within)) <= cap.count
      case .rolling:
        return (1...max(1, min(perDay, cap.count + 1))).allSatisfy {
          span(of: cap.count + 1, late: $0, on: days[first...]).map {
            $0 >= Int64(cap.windowHours) * 3600
          } ?? true
        }
      }
    }
  }

  /// Seconds from the first to the last of so many attempts when so many of them come as late as may be on
  /// the first day and the others as early as may be on the days after; nil where they do not fit.
  private func span(of attempts: Int, late: Int, on days: ArraySlice<Day>) -> Int64? {
    guard let first = days.first else { return nil }
    let gap = Int64(gapSeconds)
    let begin = first.open.upperBound - Int64(late - 1) * gap
    guard late == 1 || begin > first.open.lowerBound else { return nil }
    var left = attempts - late
    var last = first.open.upperBound
    for day in days.dropFirst() where left > 0 {
      let (made, at) = early(left, on: day, after: last)
      left -= made
      if made > 0 { last = at }
    }
    return left > 0 ? nil : last - begin
  }

  /// Attempts on days, each as early as may be.
  private func attempts(on days: [Day]) -> Int {
    var made = 0
    var last: Int64?
    for day in days {
      let (more, at) = early(.max, on: day, after: last)
      made += more
      if more > 0 { last = at }
    }
    return made
  }

  /// At most so many attempts on a day as early as may be, and when the last of them is.
  private func early(_ most: Int, on day: Day, after last: Int64?) -> (made: Int, at: Int64) {
    let gap = Int64(gapSeconds)
    var at = max(day.open.lowerBound, last.map { $0 + gap } ?? .min)
    var made = 0
    while made < min(most, perDay), at < day.open.upperBound {
      made += 1
      at += gap
    }
    return (made, at - gap)
  }
}
