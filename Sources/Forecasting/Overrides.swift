internal import CivilTime

/// What the planner decided for one date.
struct Overrides {
  let date: CivilDate
  private(set) var isClosed = false
  /// Whether the day takes contacts even where the calendar or the week closes it.
  private(set) var opens = false
  private var hours: (spans: [OpeningHours.Span], why: String)?
  private var multipliers: [(value: Double, why: String)] = []
  private var extras: [(value: Double, why: String)] = []
  private var total: (value: Double, why: String)?
  private var closing: String?
  private var opening: String?

  init(_ events: [DemandEvent], date: CivilDate) {
    self.date = date
    for event in events where event.date == date {
      let why = event.reason.isEmpty ? event.name : "\(event.name): \(event.reason)"
      opens = opens || event.effect.opens
      switch event.effect {
      case .learnt, .like, .handling, .week: continue
      case .factor(let value):
        // What lasts is an announced change.
        if event.until != nil { continue }
        multipliers.append((max(0, value), why))
      case .extra(let value): extras.append((value, why))
      case .total(let value): total = (max(0, value), why)
      case .hours(let spans): hours = (spans, why)
      case .open: opening = why
      case .closed: closing = why
      }
    }
    isClosed = closing != nil
    if isClosed { opens = false }
  }

  /// The hours given for the date.
  var spans: [OpeningHours.Span]? { hours?.spans }

  /// The factor on every interval of a day that is forecast at `sum` contacts.
  func factor(total sum: Double, added: Double) -> Double {
    guard sum > 0 else { return 1 }
    let multiplier = multipliers.reduce(1) { $0 * $1.value }
    let extra = extras.reduce(0) { $0 + $1.value }
    return max(0, (total?.value ?? ((sum + added) * multiplier)) + extra) / sum
  }

  /// What became of it: `sum` contacts stand in the rows, `open` are the open hours, nil when closed.
  func remarks(sum: Double, open: String?) -> [String] {
    var sentences: [String] = []
    if let closing { sentences.append("\(date): closed (\(closing)).") }
    let others =
      (total.map { [("set to \($0.value) contacts", $0.why)] } ?? [])
      + multipliers.map { ("times \($0.value)", $0.why) }
      + extras.map { ("\($0.value) contacts more", $0.why) }
    guard let open, !isClosed else {
      for (what, why) in others {
        sentences.append(
          "\(date): \(what) (\(why)) has no effect, since the queue is closed on the day.")
      }
      return sentences
    }
    if let hours { sentences.append("\(date): open \(open) (\(hours.why)).") }
    if let opening { sentences.append("\(date): opened, \(open) (\(opening)).") }
    for (k, (what, why)) in others.enumerated() {
      let isReplaced = total != nil && k > 0 && k <= multipliers.count
      sentences.append(
        isReplaced
          ? "\(date): \(what) (\(why)) has no effect, since the day is set to a total."
          : "\(date): \(what) (\(why)).")
    }
    return sentences
  }
}
