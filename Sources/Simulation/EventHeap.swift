/// Moments with a number each, earliest first: a binary heap.
struct EventHeap: ~Copyable {
  private struct Event {
    var time: Double
    var item: Int32
  }
  private var events: UnsafeMutablePointer<Event>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(16, capacity)
    events = .allocate(capacity: self.capacity)
  }

  deinit { events.deallocate() }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  var firstTime: Double { count > 0 ? events[0].time : .infinity }

  mutating func insert(_ time: Double, _ item: Int) {
    if count == capacity {
      let larger = UnsafeMutablePointer<Event>.allocate(capacity: capacity * 2)
      larger.update(from: events, count: count)
      events.deallocate()
      events = larger
      capacity *= 2
    }
    var hole = count
    count += 1
    while hole > 0 {
      let parent = (hole - 1) >> 1
      if events[parent].time <= time { break }
      events[hole] = events[parent]
      hole = parent
    }
    events[hole] = Event(time: time, item: Int32(truncatingIfNeeded: item))
  }

  mutating func removeFirst() -> Int {
    let first = Int(events[0].item)
    count -= 1
    let last = events[count]
    var hole = 0
    while true {
      var child = hole << 1 + 1
      if child >= count { break }
      if child + 1 < count, events[child + 1].time < events[child].time { child += 1 }
      if events[child].time >= last.time { break }
      events[hole] = events[child]
      hole = child
    }
    if count > 0 { events[hole] = last }
    return first
  }
}

/// Waiting calls of one class in the order of arrival.
struct CallQueue {
  struct Call {
    var arrival: Double
    var leaves: Double
  }
  private var calls: [Call] = []
  private var head = 0

  var isEmpty: Bool { head == calls.count }
  var count: Int { calls.count - head }
  var first: Call { calls[head] }
  var waiting: ArraySlice<Call> { calls[head...] }

  mutating func append(_ call: Call) { calls.append(call) }

  mutating func removeFirst() {
    head += 1
    if head > 64, head * 2 > calls.count {
      calls.removeFirst(head)
      head = 0
    }
  }

  mutating func removeAll() {
    calls.removeAll(keepingCapacity: true)
    head = 0
  }
}
