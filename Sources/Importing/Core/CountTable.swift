// Goal: millions of intervals in few bytes. A measure that no row has takes no room: a year of half-hours
// of fifty queues, with five measures, is forty megabytes.
//
// Method: the counts of an interval stand side by side, one column for each measure met so far; a measure
// that is met for the first time widens the table. It grows by blocks, of which none is ever moved.

/// The counts of many intervals by place, from 0 in the order in which they were made.
struct CountTable {
  private static let closed: UInt8 = 1
  private static let partial: UInt8 = 2
  /// Places in a block, as a power of two.
  private static let shift = 13
  private static let mask = (1 << shift) - 1

  private(set) var count = 0
  /// The measures that have a column, in the order of the columns.
  private var measures: [Measure] = []
  /// The column of each measure, -1 where it has none.
  private var columns = [Int](repeating: -1, count: Measure.allCases.count)
  private var sums: [[Double]] = []
  private var known: [UInt16] = []
  private var flags: [UInt8] = []

  /// Makes a place without counts and answers it.
  mutating func append() -> Int {
    if count & Self.mask == 0 { sums.append(emptyBlock()) }
    known.append(0)
    flags.append(0)
    count += 1
    return count - 1
  }

  private func emptyBlock() -> [Double] {
    [Double](repeating: 0, count: measures.count << Self.shift)
  }

  private func position(_ place: Int, _ column: Int) -> Int {
    (place & Self.mask) * measures.count + column
  }

  @inline(__always)
  mutating func add(_ value: Double, to measure: Measure, at place: Int) {
    var column = columns[measure.rawValue]
    if column < 0 { column = widen(measure) }
    sums[place >> Self.shift][position(place, column)] += value
    known[place] |= measure.bit
  }

  mutating func add(_ counts: IntervalCounts, at place: Int) {
    for measure in Measure.allCases {
      if let value = counts[measure] { add(value, to: measure, at: place) }
    }
    if counts.isClosed { markClosed(place) }
    if counts.isPartial { markPartial(place) }
  }

  mutating func markClosed(_ place: Int) { flags[place] |= Self.closed }
  mutating func markPartial(_ place: Int) { flags[place] |= Self.partial }

  /// The measures recorded at a place.
  func known(_ place: Int) -> UInt16 { known[place] }

  /// The measures that any place has.
  var anyKnown: UInt16 { known.reduce(0, |) }

  /// The sum of a measure over all places; nil where none has it.
  func total(_ measure: Measure) -> Double? {
    let column = columns[measure.rawValue]
    guard column >= 0 else { return nil }
    var sum = 0.0
    for place in 0..<count { sum += sums[place >> Self.shift][position(place, column)] }
    return sum
  }

  /// One measure at a place; nil where it is not recorded.
  @inline(__always)
  func value(_ measure: Measure, _ place: Int) -> Double? {
    known[place] & measure.bit == 0
      ? nil : sums[place >> Self.shift][position(place, columns[measure.rawValue])]
  }

  func isClosed(_ place: Int) -> Bool { flags[place] & Self.closed != 0 }
  func isPartial(_ place: Int) -> Bool { flags[place] & Self.partial != 0 }

  @inline(never)
  private mutating func widen(_ measure: Measure) -> Int {
    let old = measures.count
    measures.append(measure)
    columns[measure.rawValue] = old
    for k in sums.indices {
      let narrow = sums[k]
      var wide = emptyBlock()
      for place in 0...Self.mask {
        for column in 0..<old {
          wide[position(place, column)] = narrow[place * old + column]
        }
      }
      sums[k] = wide
    }
    return old
  }
}
