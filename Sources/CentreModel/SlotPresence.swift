// Which slots of which days have a record, and which lack one by plan.
//
// A slot without a record is one of two things: a gap, where the recorder failed; or a time at which
// the queue did not take contacts, as before its hours were made longer. The second is told by the same
// slot of the same weekday on the days around it: where most of the five nearest days with any record
// lack it too, it was out of hours. With fewer than three days of the weekday, all days are asked.

public struct SlotPresence: Sendable {
  /// How many days of the weekday are asked.
  static let window = 5
  /// Fewer days than these show no hours.
  static let fewest = 3

  public let days: Int
  public let slots: Int
  /// The place in the week of day 0, and the number of days in a week.
  private let firstWeekday: Int
  private let weekLength: Int
  private var present: [Bool]
  private var isLive: [Bool]

  /// Days from 0 on, `weekLength` of them to a week.
  public init(days: Int, slots: Int, firstWeekday: Int = 0, weekLength: Int = 7) {
    self.days = days
    self.slots = slots
    self.firstWeekday = firstWeekday
    self.weekLength = weekLength
    present = Array(repeating: false, count: days * slots)
    isLive = Array(repeating: false, count: days)
  }

  public mutating func mark(day: Int, slot: Int) {
    present[day * slots + slot] = true
    isLive[day] = true
  }

  public func has(day: Int, slot: Int) -> Bool { present[day * slots + slot] }
  /// Whether the day has any record.
  public func isLive(_ day: Int) -> Bool { isLive[day] }

  /// By `day * slots + slot`, whether the slot was out of hours: it lacks a record, as on most of the
  /// nearest days of its weekday. False on days without any record.
  public func outOfHours() -> [Bool] {
    var result = [Bool](repeating: false, count: days * slots)
    let live = (0..<days).filter { isLive[$0] }
    for weekday in 0..<weekLength {
      let same = live.filter { (firstWeekday + $0) % weekLength == weekday }
      // A history of a week or two shows its hours on other weekdays.
      let among = same.count < Self.fewest ? live : same
      guard among.count >= Self.fewest else { continue }
      for day in same {
        let i = among.firstIndex(of: day) ?? 0
        let first = max(0, min(i - Self.window / 2, among.count - Self.window))
        let around = among[first..<min(among.count, first + Self.window)]
        for slot in 0..<slots where !present[day * slots + slot] {
          let lacking = around.count { !present[$0 * slots + slot] }
          result[day * slots + slot] = 2 * lacking > around.count
        }
      }
    }
    return result
  }
}
