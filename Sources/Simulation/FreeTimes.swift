/// The times at which agents become free, smallest first: a 4-ary heap of plain numbers.
struct FreeTimes: ~Copyable {
  private var times: UnsafeMutablePointer<Double>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(4, capacity)
    times = .allocate(capacity: self.capacity)
  }

  deinit { times.deallocate() }

  /// The earliest; infinite when there is nobody.
  @inline(__always)
  var first: Double { count > 0 ? times[0] : .infinity }

  mutating func removeAll() { count = 0 }

  mutating func insert(_ time: Double) {
    if count == capacity {
      let larger = UnsafeMutablePointer<Double>.allocate(capacity: capacity * 2)
      larger.update(from: times, count: count)
      times.deallocate()
      times = larger
      capacity *= 2
    }
    var hole = count
    count += 1
    while hole > 0 {
      let parent = (hole - 1) >> 2
      if times[parent] <= time { break }
      times[hole] = times[parent]
      hole = parent
    }
    times[hole] = time
  }

  mutating func removeFirst() {
    count -= 1
    if count > 0 { sink(times[count]) }
  }

  /// The first agent is busy until `time`.
  @inline(__always)
  mutating func replaceFirst(_ time: Double) { sink(time) }

  @inline(__always)
  private mutating func sink(_ time: Double) {
    var hole = 0
    while true {
      let child = hole << 2 + 1
      if child >= count { break }
      var best = child
      var least = times[child]
      let end = min(child + 4, count)
      var k = child + 1
      while k < end {
        if times[k] < least {
          least = times[k]
          best = k
        }
        k += 1
      }
      if least >= time { break }
      times[hole] = least
      hole = best
    }
    times[hole] = time
  }
}
