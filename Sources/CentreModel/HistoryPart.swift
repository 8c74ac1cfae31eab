public import CivilTime

/// A name under which history files hold contacts of a queue: all of them or a share, always or up to or from
/// a date. Queues that were merged, renamed or split are made up of several.
///
/// Written `sales`, `sales x0.4`, `sales before 2025-10-06`, `sales x0.4 from 2025-10-06`.
public struct HistoryPart: Hashable, Sendable {
  public var queue: String
  /// The share of its contacts that are the queue's, above 0.
  public var share: Double
  /// The first date that counts; nil: all from the beginning.
  public var from: CivilDate?
  /// The first date that counts no more; nil: none.
  public var before: CivilDate?

  public init(
    queue: String, share: Double = 1, from: CivilDate? = nil, before: CivilDate? = nil
  ) {
    self.queue = queue
    self.share = share
    self.from = from
    self.before = before
  }

  /// Nil where nothing is left of the text as a name.
  public init?(_ text: String) {
    self.init(queue: "")
    var words = text.split(separator: " ")[...]
    while words.count > 1, let last = words.last {
      let earlier = words.dropLast()
      if last.hasPrefix("x"), share == 1, let value = Double(last.dropFirst()), value > 0,
        value.isFinite
      {
        share = value
        words = earlier
      } else if let date = CivilDate(String(last)), earlier.count > 1, earlier.last == "before",
        before == nil
      {
        before = date
        words = earlier.dropLast()
      } else if let date = CivilDate(String(last)), earlier.count > 1, earlier.last == "from",
        from == nil
      {
        from = date
        words = earlier.dropLast()
      } else {
        break
      }
    }
    queue = words.joined(separator: " ")
    if queue.isEmpty { return nil }
  }

  /// The rows of the name that are the queue's.
  public func taken(of rows: [HistoryRow], zone: Zone) -> [HistoryRow] {
    if share == 1, from == nil, before == nil { return rows }
    let first = from.map(zone.startOfDay)
    let end = before.map(zone.startOfDay)
    return rows.filter { row in
      first.map { row.start >= $0 } ?? true && end.map { row.start < $0 } ?? true
    }.map { row in
      var row = row
      row.offered = row.offered.map { $0 * share }
      row.handled = row.handled.map { $0 * share }
      row.abandoned = row.abandoned.map { $0 * share }
      row.handleSeconds = row.handleSeconds.map { $0 * share }
      return row
    }
  }
}
