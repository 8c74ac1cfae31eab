// AHT by weekday and slot, weighted by contacts: an average of averages would let a slot with one long
// call speak as loud as one with a hundred.
//
// Recency half-life 28 days. Every slot's AHT is shrunk to the queue's with the weight of 30 contacts,
// every weekday's slot to the slot's with the weight of 60. Sums of more than eight times or less than
// an eighth of the queue's AHT are recording faults and are left out.

internal import CivilTime
internal import Glibc

struct HandlingTime: Sendable {
  static let halfLife = 28.0
  /// Seconds by `weekday * slots + slot`, weekday 0 Monday.
  private var seconds: [Double]
  private let slots: Int
  /// Whether the history had any handling time.
  let isLearnt: Bool

  init(_ grid: DemandGrid, standard: Double) {
    slots = grid.slots
    let first = max(0, grid.days - 182)
    var (total, contacts) = (0.0, 0.0)
    for cell in first * grid.slots..<grid.days * grid.slots {
      total += grid.handleSeconds[cell]
      contacts += grid.handled[cell]
    }
    guard contacts > 0, total > 0 else {
      isLearnt = false
      seconds = Array(repeating: standard, count: 7 * grid.slots)
      return
    }
    isLearnt = true
    let rough = total / contacts
    var sums = [Double](repeating: 0, count: 7 * grid.slots)
    var weights = sums
    var (levelSum, levelWeight) = (0.0, 0.0)
    for day in first..<grid.days {
      let v = pow(0.5, Double(grid.days - 1 - day) / Self.halfLife)
      let weekday = grid.date(day).weekday.rawValue
      for slot in 0..<grid.slots {
        let cell = day * grid.slots + slot
        let n = grid.handled[cell]
        guard n > 0 else { continue }
        let average = grid.handleSeconds[cell] / n
        guard average < 8 * rough, average > rough / 8 else { continue }
        sums[weekday * grid.slots + slot] += v * grid.handleSeconds[cell]
        weights[weekday * grid.slots + slot] += v * n
        levelSum += v * grid.handleSeconds[cell]
        levelWeight += v * n
      }
    }
    let level = levelWeight > 0 ? levelSum / levelWeight : rough
    seconds = Array(repeating: level, count: 7 * grid.slots)
    for slot in 0..<grid.slots {
      var (sum, weight) = (30 * level, 30.0)
      for weekday in 0..<7 {
        sum += sums[weekday * grid.slots + slot]
        weight += weights[weekday * grid.slots + slot]
      }
      let common = sum / weight
      for weekday in 0..<7 {
        let k = weekday * grid.slots + slot
        seconds[k] = (sums[k] + 60 * common) / (weights[k] + 60)
      }
    }
  }

  func seconds(weekday: Int, slot: Int) -> Double { seconds[weekday * slots + slot] }
}
