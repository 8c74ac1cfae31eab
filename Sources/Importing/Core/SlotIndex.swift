// Method: starts of intervals lie a length apart, so that an array by number of the interval finds them;
// where they do not (an offset that is no multiple of the length, a history with holes of years), a hash
// table does.

/// Where the counts of the intervals of one queue stand, by start.
struct SlotIndex {
  private static let none: Int32 = -1
  /// An array may be this many times longer than what stands in it, plus a year of half-hours.
  private static let slack = 8

  private let seconds: Int64
  private var base: Int64 = 0
  private var slots: [Int32] = []
  private var others: [Int64: Int32] = [:]
  private(set) var count = 0

  init(seconds: Int) { self.seconds = Int64(max(1, seconds)) }

  /// Whether every start stands in the array.
  var isDense: Bool { others.isEmpty }
  /// The first and the last start of the array.
  var span: ClosedRange<Int64>? {
    slots.isEmpty ? nil : base...(base + Int64(slots.count - 1) * seconds)
  }

  /// The place of a start.
  @inline(__always)
  subscript(start: Int64) -> Int32? {
    let distance = start - base
    if distance >= 0 {
      let slot = Int(distance / seconds)
      if slot < slots.count, Int64(slot) * seconds == distance, slots[slot] != Self.none {
        return slots[slot]
      }
    }
    return others.isEmpty ? nil : others[start]
  }

  /// Enters a start that is not there yet.
  mutating func insert(_ start: Int64, _ place: Int32) {
    count += 1
    if slots.isEmpty {
      base = start
      slots = [place]
      return
    }
    let distance = start - base
    let allowed = Int64(Self.slack * count + 20_000)
    guard distance % seconds == 0, distance / seconds < allowed, distance / seconds > -allowed
    else {
      others[start] = place
      return
    }
    var slot = Int(distance / seconds)
    if slot < 0 {
      // Twice as far as needed, so that descending files do not move everything each time.
      let room = max(-slot, min(slots.count, 10_000))
      slots.insert(contentsOf: repeatElement(Self.none, count: room), at: 0)
      base -= Int64(room) * seconds
      slot += room
    }
    while slots.count <= slot { slots.append(Self.none) }
    slots[slot] = place
  }

  /// Every start with its place, in order of the starts where ``isDense``.
  func forEach(_ body: (Int64, Int32) -> Void) {
    for (slot, place) in slots.enumerated() where place != Self.none {
      body(base + Int64(slot) * seconds, place)
    }
    for (start, place) in others { body(start, place) }
  }
}
