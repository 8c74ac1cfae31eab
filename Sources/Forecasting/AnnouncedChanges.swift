// Changes that were announced and last: a share of the contacts that goes elsewhere, a longer handling time,
// new hours.
//
// A change of volume or handling time is a factor from its first date to its last. The history is put on the
// footing of the as-of date: days under other factors are divided by theirs and multiplied by today's; what
// is forecast from it is then brought to the factor of its own date. So nothing counts twice when the change
// lies in the past already, and what really came after it is followed like any other level. A handling time
// that is set (`aht =350`) or moved by seconds is a factor too, against the mean of the eight weeks before.
//
// Hours that change are hours of every date they last; where they hold from the as-of date to the end of the
// horizon they are the queue's.

internal import CivilTime

struct AnnouncedChanges: Sendable {
  private struct Change: Sendable {
    var from: CivilDate
    var until: CivilDate
    var factor: Double
  }
  private var volumes: [Change] = []
  private var handlings: [Change] = []
  private let today: CivilDate
  /// What was taken to change, in sentences.
  private(set) var remarks: [String] = []

  private static let baseDays = 56

  /// `standard`: AHT where the grid has none. `end`: The date after the horizon.
  init(
    _ events: [DemandEvent], grid: DemandGrid, standard: Double, today: CivilDate, end: CivilDate
  ) {
    self.today = today
    let sorted = events.sorted { ($0.date, $0.name) < ($1.date, $1.name) }
    for event in sorted {
      let until = event.until ?? event.date
      guard event.date < end, until >= grid.first else { continue }
      switch event.effect {
      case .factor(let value) where event.until != nil:
        volumes.append(Change(from: event.date, until: until, factor: value))
        note(event, "contacts are taken times \(Self.text(value))")
      case .handling(let change):
        let base = handlingTime(before: event.date, grid, standard: standard)
        let seconds =
          switch change {
          case .factor(let value): base * value
          case .extra(let value): max(1, base + value)
          case .total(let value): value
          }
        handlings.append(Change(from: event.date, until: until, factor: seconds / base))
        note(
          event,
          "AHT is taken times \(Self.text(seconds / base)), \(Self.text(seconds)) s on average")
      default: continue
      }
    }
  }

  var isEmpty: Bool { volumes.isEmpty && handlings.isEmpty }

  /// Contacts of a date against those of the as-of date, by what was announced.
  func volume(_ date: CivilDate) -> Double { ratio(volumes, date) }

  /// The same of AHT.
  func handling(_ date: CivilDate) -> Double { ratio(handlings, date) }

  /// The grid on the footing of the as-of date; days without contacts by announcement tell nothing.
  func apply(to grid: inout DemandGrid) {
    guard !isEmpty else { return }
    for day in 0..<grid.days {
      let (volume, handling) = (volume(grid.date(day)), handling(grid.date(day)))
      guard volume != 1 || handling != 1 else { continue }
      for cell in day * grid.slots..<(day + 1) * grid.slots {
        grid.counts[cell] = volume > 0 ? grid.counts[cell] / volume : .nan
        grid.handleSeconds[cell] /= handling
      }
    }
  }

  private func ratio(_ changes: [Change], _ date: CivilDate) -> Double {
    guard !changes.isEmpty else { return 1 }
    let now = Self.product(changes, today)
    return Self.product(changes, date) / (now > 0 ? now : 1)
  }

  private static func product(_ changes: [Change], _ date: CivilDate) -> Double {
    changes.reduce(1) { $1.from <= date && date <= $1.until ? $0 * $1.factor : $0 }
  }

  /// Mean AHT of the weeks before a date, with what is announced until then.
  private func handlingTime(
    before date: CivilDate, _ grid: DemandGrid, standard: Double
  ) -> Double {
    let last = min(max(0, date - grid.first), grid.days)
    let days = max(0, last - Self.baseDays)..<last
    var (seconds, contacts) = (0.0, 0.0)
    for cell in days.lowerBound * grid.slots..<days.upperBound * grid.slots {
      seconds += grid.handleSeconds[cell]
      contacts += grid.handled[cell]
    }
    let base = contacts > 0 && seconds > 0 ? seconds / contacts : standard
    let known = grid.first + (last - 1)
    return base * Self.product(handlings, date) / Self.product(handlings, known)
  }

  private mutating func note(_ event: DemandEvent, _ what: String) {
    let why = event.reason.isEmpty ? event.name : "\(event.name): \(event.reason)"
    let dates =
      switch event.until {
      case nil: "On \(event.date)"
      case DemandEvent.openEnd: "From \(event.date) on"
      case let until?: "From \(event.date) to \(until)"
      }
    remarks.append("\(dates) \(what), as announced (\(why)).")
  }

  private static func text(_ value: Double) -> String { "\((1000 * value).rounded() / 1000)" }
}

extension ForecastSetting {
  /// The setting with events by single dates, and the hours that hold over the whole horizon.
  var byDate: ForecastSetting {
    var setting = self
    let end = from + days
    let today = zone.date(at: asOf)
    setting.events = []
    for event in events {
      let last = min(event.until ?? event.date, end - 1)
      switch event.effect {
      case .week(let week):
        if event.date <= today, event.until ?? event.date >= end - 1 {
          setting.hours = week
          continue
        }
        guard event.date <= last else { continue }
        for k in 0...(last - event.date) {
          var single = event
          single.date = event.date + k
          single.until = nil
          let spans = week.spans(on: single.date.weekday)
          single.effect = spans.isEmpty ? .closed : .hours(spans)
          setting.events.append(single)
        }
      case .factor, .handling, .learnt, .like: setting.events.append(event)
      case .extra, .total, .closed, .open, .hours:
        guard event.until != nil else {
          setting.events.append(event)
          continue
        }
        guard event.date <= last else { continue }
        for k in 0...(last - event.date) {
          var single = event
          single.date = event.date + k
          single.until = nil
          setting.events.append(single)
        }
      }
    }
    return setting
  }
}
