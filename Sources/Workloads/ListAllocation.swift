// When to dial which part of a list.
//
// Goal: with the agents there are, reach as many people of a list as possible, or make as many sales;
// among plans that are equal in that, take the one with the least agent time.
// Method: a linear programme over (segment, day, hour, attempts made so far). Records are
// interchangeable inside a segment (one zone, one set of rules); the number that have been tried k
// times without success is an inventory that today's failures refill for tomorrow:
//   sum_{d' <= d} dials(d', k) - sum_{d' < d} (1 - c) dials(d', k - 1) <= records tried k times,
// one attempt per record and day; several a day, with a gap between them, are in `ListInventory`. Agent time
// of a dial is linear in it, so an hour's agents are one more row. The optimum is proved by the
// programme's duals (see `bound`).
// Why not greedy: filling the best hour first spends the evening on whoever is at hand; once evening
// hours are full, what counts is which segment may still be called when the other may not, and how
// many days are left for the attempts that follow.
// Conditions: fractions of records are accepted (a list is large); when records of the list were tried
// before is not known, so that they may be dialled at once.

/// A part of a list with the same hours and contact rates.
public struct ListSegment: Hashable, Sendable {
  public var name: String
  /// Records not yet reached by attempts already made: element 0 is fresh records.
  public var inventory: [Double]
  /// Contact rate of each hour of the working time, `[day][slot]`; nil where the segment must not or
  /// cannot be called.
  public var contactRates: [[Double?]]
  /// Factor on the contact rate by attempts already made; empty means always 1.
  public var attemptFactors: [Double]
  /// What a contact is worth, `[day][slot]`, such as the conversion rate; empty means 1.
  public var values: [[Double]]
  /// Attempts on one record in a day; 0 for a part that is not called.
  public var attemptsPerDay = 1
  /// Seconds at least from one attempt on a record to the next, across nights too.
  public var gapSeconds = 0

  public init(
    name: String, inventory: [Double], contactRates: [[Double?]], attemptFactors: [Double] = [],
    values: [[Double]] = []
  ) {
    self.name = name
    self.inventory = inventory
    self.contactRates = contactRates
    self.attemptFactors = attemptFactors
    self.values = values
  }

  func value(_ day: Int, _ slot: Int) -> Double {
    values.isEmpty ? 1 : max(0, values[day][slot])
  }

  func rate(_ day: Int, _ slot: Int, _ made: Int) -> Double? {
    guard let c = contactRates[day][slot] else { return nil }
    let factor =
      attemptFactors.isEmpty ? 1 : attemptFactors[min(made, attemptFactors.count - 1)]
    return min(1, max(0, c * factor))
  }
}

/// The best hours for every segment of a list.
public struct ListAllocation: Hashable, Sendable {
  /// Dials, `[segment][day][slot]`.
  public var dials: [[[Double]]]
  /// Expected contacts, `[segment][day][slot]`.
  public var contactsBySlot: [[[Double]]]
  /// Agent seconds of the dials, `[segment][day][slot]`.
  public var secondsBySlot: [[[Double]]]
  /// Expected contacts in all.
  public var contacts: Double
  /// Agent seconds the dials take, waiting for an answer included.
  public var agentSeconds: Double
  /// Contacts times what they are worth: what the plan makes as large as it can be.
  public var value: Double
  /// A bound on `value` that no plan whatever can exceed, from the duals; equal but for rounding.
  public var bound: Double

  /// Solves for the best plan.
  ///
  /// Of the arguments:
  /// - `maximumAttempts`: Attempts on a record, those already made counted.
  /// - `capacitySeconds`: Agent seconds on the phone, `[day][slot]`.
  /// - `secondsPerDial`: Agent seconds one dial takes at a contact rate.
  /// - `slotTimes`: When each slot begins and ends, `[day][slot]`, in seconds of one clock, ascending. Without
  ///   them there is one attempt a day, and no gap but the night's.
  /// - `totalSeconds`: A budget over all days, if there is one.
  /// Nil when times do not fit the slots, when the programme is too large, or when it could not be solved,
  ///   which bounded inventories rule out but for numerical breakdown.
  public init?(
    segments: [ListSegment], maximumAttempts: Int, capacitySeconds: [[Double]],
    slotTimes: [[Range<Int>]] = [], totalSeconds: Double? = nil,
    secondsPerDial: (_ contactRate: Double) -> Double
  ) {
    guard slotTimes.isEmpty || slotTimes.map(\.count) == capacitySeconds.map(\.count) else {
      return nil
    }
    let days = capacitySeconds.count
    var variables: [ListDial] = []
    for (s, segment) in segments.enumerated() {
      let inventory = ListInventory(s, segment, slotTimes)
      for day in 0..<min(days, segment.contactRates.count) {
        for made in 0..<maximumAttempts {
          for today in 0..<inventory.perDay where inventory.mayBeTried(made, today, on: day) {
            for slot in 0..<min(capacitySeconds[day].count, segment.contactRates[day].count) {
              guard capacitySeconds[day][slot] > 0, inventory.isReached(today, day, slot),
                let c = segment.rate(day, slot, made), c > 0
              else { continue }
              variables.append(
                ListDial(
                  segment: s, day: day, slot: slot, made: made, today: today, rate: c,
                  value: segment.value(day, slot),
                  seconds: max(0, secondsPerDial(c))))
            }
          }
        }
      }
    }
    let longest = variables.reduce(1) { max($0, $1.seconds) }
    // A ten-millionth of a contact for the longest dial: breaks ties without moving the optimum.
    let worth = variables.reduce(0) { max($0, $1.value) }
    let thrift = 1e-7 * (worth > 0 ? worth : 1) / longest
    var program = LinearProgram(
      objective: variables.map { $0.rate * $0.value - thrift * $0.seconds })
    for (s, segment) in segments.enumerated() {
      program.rows += ListInventory(s, segment, slotTimes).rows(
        variables, days: days, maximumAttempts: maximumAttempts)
    }
    for day in 0..<days {
      for slot in capacitySeconds[day].indices {
        let row = variables.enumerated()
          .filter { $0.element.day == day && $0.element.slot == slot && $0.element.seconds > 0 }
          .map { (column: $0.offset, value: $0.element.seconds) }
        if !row.isEmpty {
          program.rows.append(.init(coefficients: row, bound: capacitySeconds[day][slot]))
        }
      }
    }
    if let totalSeconds {
      program.rows.append(
        .init(
          coefficients: variables.enumerated().map { ($0.offset, $0.element.seconds) },
          bound: totalSeconds))
    }
    // Rows for every slot take many pivots: half a minute, where a row a day takes seconds.
    let isRepeated = segments.contains { $0.attemptsPerDay > 1 }
    guard let best = program.maximum(mostCells: isRepeated ? 1 << 26 : 1 << 27) else { return nil }

    let empty = segments.map { _ in capacitySeconds.map { $0.map { _ in 0.0 } } }
    var dials = empty
    var reached = empty
    var spent = empty
    var seconds = 0.0
    var contacts = 0.0
    var value = 0.0
    for (v, x) in zip(variables, best.x) {
      dials[v.segment][v.day][v.slot] += x
      reached[v.segment][v.day][v.slot] += x * v.rate
      contacts += x * v.rate
      value += x * v.rate * v.value
      spent[v.segment][v.day][v.slot] += x * v.seconds
      seconds += x * v.seconds
    }
    self.dials = dials
    self.contactsBySlot = reached
    self.secondsBySlot = spent
    self.contacts = contacts
    self.value = value
    self.agentSeconds = seconds
    self.bound = best.bound + thrift * seconds
  }
}
