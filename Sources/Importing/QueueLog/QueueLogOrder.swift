// Goals: 1. lines in any order, files in any order, copies of lines: the same events in the same order;
// 2. a gigabyte of log in a constant amount of memory.
//
// Method: events are gathered up to a limit, put in order of time, and those older than an hour before
// the newest are passed on; the rest waits for the next piece. Real logs are in order but for a few
// seconds: insertion sort does them in O(n), a general sort the others. An event older than what was
// passed on already is passed on late and counted.

/// Puts events in order and drops copies.
struct QueueLogOrder {
  /// How many events are gathered at a time.
  var limit = 1 << 20
  private static let patience: Int64 = 3600

  private var waiting: [QueueLogEvent] = []
  private var newest = Int64.min
  private var passedUntil = Int64.min
  private var last: QueueLogEvent?
  private(set) var copies = 0
  private(set) var late = 0

  /// Whether ``pass(all:_:)`` should be called.
  var isFull: Bool { waiting.count >= limit }

  mutating func append(_ event: QueueLogEvent) {
    if event.time > newest { newest = event.time }
    if event.time < passedUntil { late += 1 }
    waiting.append(event)
  }

  /// Passes on what is old enough, or all.
  mutating func pass(all: Bool, _ body: (QueueLogEvent) -> Void) {
    sort()
    let until = all ? Int64.max : newest - Self.patience
    var count = 0
    while count < waiting.count, waiting[count].time < until {
      let event = waiting[count]
      count += 1
      if let last, last.time == event.time, last.line == event.line {
        copies += 1
        continue
      }
      last = event
      body(event)
    }
    waiting.removeFirst(count)
    passedUntil = max(passedUntil, until == .max ? newest : until)
  }

  /// Insertion sort while the disorder is small.
  private mutating func sort() {
    var budget = 16 * waiting.count
    var isSorted = true
    waiting.withUnsafeMutableBufferPointer { events in
      for k in events.indices.dropFirst() {
        guard QueueLogEvent.isBefore(events[k], events[k - 1]) else { continue }
        let event = events[k]
        var j = k
        while j > 0, QueueLogEvent.isBefore(event, events[j - 1]), budget > 0 {
          events[j] = events[j - 1]
          j -= 1
          budget -= 1
        }
        events[j] = event
        if budget == 0 {
          isSorted = false
          return
        }
      }
    }
    if !isSorted { waiting.sort(by: QueueLogEvent.isBefore) }
  }
}
