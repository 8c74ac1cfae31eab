// One queue's history out of several sources: queues that were merged, a queue in two exports.
//
// An interval that several sources have is the sum of their counts. A source that ended, or had not yet
// begun, adds nothing; one that lacks a whole day on which it usually counts leaves that day unknown,
// because a sum that lacks a part would look like a quiet day.

public import CivilTime

public enum HistorySum {
  /// The rows of all sources added up by interval, ascending, and the dates left out because a source
  /// lacks them. Each source is ascending by start. `absentIsKnown`: Whether a day without rows tells that
  /// nothing came.
  public static func rows(
    of sources: [[HistoryRow]], zone: Zone, absentIsKnown: Bool = false
  ) -> (rows: [HistoryRow], incomplete: [CivilDate]) {
    let live = sources.filter { !$0.isEmpty }
    guard live.count > 1 else { return (live.first ?? [], []) }
    var missing: Set<CivilDate> = []
    for source in live where !absentIsKnown { missing.formUnion(gaps(in: source, zone: zone)) }
    var sums: [Instant: HistoryRow] = [:]
    for row in live.joined() {
      sums[row.start] = sums[row.start].map { $0.adding(row) } ?? row
    }
    let present = Set(live.joined().map { zone.date(at: $0.start) })
    let incomplete = missing.intersection(present)
    let kept = sums.values.filter { !incomplete.contains(zone.date(at: $0.start)) }
    return (kept.sorted { $0.start < $1.start }, incomplete.sorted())
  }

  /// The dates between a source's first and last on which it has no row, of weekdays on which it has
  /// rows in at least half of its weeks.
  private static func gaps(in rows: [HistoryRow], zone: Zone) -> Set<CivilDate> {
    let dates = Set(rows.map { zone.date(at: $0.start) })
    guard let first = dates.min(), let last = dates.max() else { return [] }
    var lacking: Set<CivilDate> = []
    for weekday in 0..<7 {
      let days = stride(from: 0, through: last - first, by: 1).map { first + $0 }
        .filter { $0.weekday.rawValue == weekday }
      let absent = days.filter { !dates.contains($0) }
      if absent.count * 2 <= days.count { lacking.formUnion(absent) }
    }
    return lacking
  }
}

extension HistoryRow {
  /// The sum of two counts of one interval; unknown where a part of it is. What was closed counted
  /// nothing.
  func adding(_ other: HistoryRow) -> HistoryRow {
    if closed { return other }
    if other.closed { return self }
    func sum(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { x in b.map { x + $0 } } }
    return HistoryRow(
      start: start, offered: sum(offered, other.offered), handled: sum(handled, other.handled),
      abandoned: sum(abandoned, other.abandoned),
      handleSeconds: sum(handleSeconds, other.handleSeconds))
  }
}
