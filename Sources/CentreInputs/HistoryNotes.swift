internal import CentreModel
internal import CivilTime
internal import Diagnostics

/// What there is to say of the history of one queue.
struct HistoryNotes {
  let queue: Queue
  let rows: [HistoryRow]
  let histories: QueueHistories
  let place: Place
  let intervalSeconds: Int

  /// A history that ends longer before the as-of instant is old, in days.
  static let oldDays = 14
  /// A shorter history does not show what is usual, in days.
  static let shortDays = 28
  /// How far back contacts outside the hours are counted, in days.
  static let recentDays = 56

  func all() -> [InputNote] {
    guard let first = rows.first?.start, let last = rows.last?.start else { return [] }
    return [old(last), short(first, last), outside(last)].compactMap { $0 }
  }

  private var zone: Zone { histories.folder.zone(of: queue) }

  private func note(_ what: String, value: String, maybe: String) -> InputNote {
    InputNote(at: place, subject: "queue \(queue.id)", what, value: value, maybe: maybe)
  }

  private func old(_ last: Instant) -> InputNote? {
    let days = (histories.period.asOf - last) / 86_400
    guard days > Self.oldDays else { return nil }
    return note(
      "its history ends \(days) days before the as-of instant", value: last.text(in: zone),
      maybe: "the export did not run; max_age in [inputs] refuses such a history")
  }

  private func short(_ first: Instant, _ last: Instant) -> InputNote? {
    let days = zone.date(at: last) - zone.date(at: first) + 1
    guard days < Self.shortDays else { return nil }
    return note(
      "its history is under four weeks long: what is usual cannot be told from it",
      value: "\(days) \(days == 1 ? "day" : "days") from \(zone.date(at: first)) on",
      maybe: "export more of the past")
  }

  /// Contacts that came while nobody works: calls and chats, which then find nobody, and what else no
  /// `arrivals` expects.
  private func outside(_ last: Instant) -> InputNote? {
    guard queue.hours != nil || queue.arrivals != nil,
      intervalSeconds == histories.folder.centre.intervalSeconds
    else { return nil }
    let isExpected = queue.isQueueOfCallers && queue.arrivals != nil
    let hours = (isExpected ? queue.hours : queue.arrivals ?? queue.hours) ?? .alwaysOpen
    var total = 0.0
    var shut = 0.0
    var open: (date: CivilDate, spans: [Range<Instant>])?
    for row in rows where last - row.start <= Self.recentDays * 86_400 {
      guard let offered = row.offered, offered > 0 else { continue }
      let date = zone.date(at: row.start)
      if open?.date != date { open = (date, hours.open(on: date, in: zone)) }
      let end = row.start + histories.folder.centre.intervalSeconds
      total += offered
      if open?.spans.contains(where: { $0.overlaps(row.start..<end) }) != true { shut += offered }
    }
    guard shut > 0, total > 0 else { return nil }
    let share = Int(nearest: shut / total * 1000)
    return note(
      isExpected
        ? "contacts come outside its hours; they are forecast, and find nobody"
        : "contacts come outside its hours; they are not planned",
      value: "\(Int(nearest: shut)) of \(Int(nearest: total)) in the last "
        + "\(Self.recentDays / 7) weeks, \(share / 10).\(share % 10) %",
      maybe: queue.isQueueOfCallers
        ? "its hours are longer, or the callers find nobody"
        : "add arrivals = \"24/7\": what comes while nobody works waits for the opening")
  }
}
