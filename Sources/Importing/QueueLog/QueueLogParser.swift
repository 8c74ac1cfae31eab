// Method: the format of Asterisk's app_queue.c, `epoch|uniqueid|queue|agent|EVENT|p1|p2|…`, as versions
// 1.4 to 22 write it. Spaces round the bars, a bar at the end and missing positions are accepted.

internal import CivilTime

/// Reads the lines of a `queue_log`.
struct QueueLogParser {
  enum Outcome {
    case event(QueueLogEvent)
    /// Of no consequence for calls; the log was at work at that time.
    case other(Int64)
    case blank
    case malformed(String)
  }

  private typealias Bytes = UnsafeBufferPointer<UInt8>
  private enum Verb {
    case plain(QueueLogEvent.Kind)
    case exitWithKey, transfer
  }

  private var queues: [UInt64: Int32] = [:]
  private(set) var names: [String] = []
  private var lastQueue: (hash: UInt64, number: Int32) = (0, -1)
  /// Starts of fields, and their ends.
  private var bounds: [(start: Int, end: Int)] = []

  static let maximumFields = 32

  mutating func parse(_ line: UnsafeBufferPointer<UInt8>, number: Int) -> Outcome {
    split(line)
    guard bounds.count >= 5 else {
      return bounds.count <= 1 && bounds.allSatisfy({ $0.start == $0.end })
        ? .blank : .malformed("have fewer than five fields")
    }
    guard let time = Self.seconds(field(line, 0)), (86_400...99_999_999_999).contains(time) else {
      return .malformed("do not begin with seconds since 1970")
    }
    guard let verb = Self.verb(field(line, 4)) else { return .other(time) }
    // Bars at the end are no parameters.
    var parameters = bounds.count - 5
    while parameters > 0, field(line, 4 + parameters).isEmpty { parameters -= 1 }
    func number32(_ position: Int) -> Int32 {
      guard position >= 1, position <= parameters,
        let value = Self.seconds(field(line, 4 + position)),
        value <= 10_000_000
      else { return -1 }
      return Int32(value)
    }
    var event = QueueLogEvent(
      time: time, call: stableHash(field(line, 1)), agent: 0, line: stableHash(line), queue: -1,
      hold: -1, talk: -1, number: UInt32(clamping: number), kind: .restart)
    switch verb {
    case .plain(let kind):
      event.kind = kind
      switch kind {
      case .restart: return .event(event)
      case .enter: break
      case .connect: event.hold = number32(1)
      case .complete: (event.hold, event.talk) = (number32(1), number32(2))
      case .abandon, .timeOut, .leave: event.hold = number32(3)
      case .blindTransfer: (event.hold, event.talk) = (number32(3), number32(4))
      case .attendedTransfer:
        (event.hold, event.talk) = (number32(parameters - 2), number32(parameters - 1))
      }
    case .exitWithKey: (event.kind, event.hold) = (.leave, number32(4))
    case .transfer:
      (event.kind, event.hold, event.talk) = (.blindTransfer, number32(3), number32(4))
    }
    let queue = field(line, 2)
    if queue.isEmpty || Self.isNone(queue) { return .malformed("name no queue") }
    event.queue = self.queue(queue)
    let agent = field(line, 3)
    if !agent.isEmpty, !Self.isNone(agent), !(agent.count == 1 && agent[0] == 48) {
      event.agent = stableHash(agent)
    }
    return .event(event)
  }

  /// The number of a queue by its name.
  mutating func queue(named name: String) -> Int32 {
    var name = name
    return name.withUTF8 { queue($0) }
  }

  private mutating func queue(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    let hash = stableHash(bytes)
    if hash == lastQueue.hash, lastQueue.number >= 0 { return lastQueue.number }
    let number: Int32
    if let known = queues[hash] {
      number = known
    } else {
      number = Int32(clamping: names.count)
      queues[hash] = number
      names.append(String(decoding: bytes, as: UTF8.self))
    }
    lastQueue = (hash, number)
    return number
  }

  private mutating func split(_ line: UnsafeBufferPointer<UInt8>) {
    bounds.removeAll(keepingCapacity: true)
    var start = 0
    var i = 0
    let count = line.count
    while true {
      if i == count || line[i] == 124 {
        var (low, high) = (start, i)
        while low < high, line[low] == 32 || line[low] == 9 { low += 1 }
        while high > low, line[high - 1] == 32 || line[high - 1] == 9 { high -= 1 }
        bounds.append((low, high))
        if i == count || bounds.count == Self.maximumFields { return }
        start = i + 1
      }
      i += 1
    }
  }

  private func field(_ line: UnsafeBufferPointer<UInt8>, _ k: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: line[bounds[k].start..<bounds[k].end])
  }

  /// Digits, a fraction cut off.
  private static func seconds(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    var value: Int64 = 0
    var i = 0
    while i < bytes.count, i < 15, bytes[i] &- 48 <= 9 {
      value = value * 10 + Int64(bytes[i] - 48)
      i += 1
    }
    guard i > 0 else { return nil }
    if i == bytes.count { return value }
    guard bytes[i] == 46 else { return nil }
    return bytes[(i + 1)...].allSatisfy { $0 &- 48 <= 9 } ? value : nil
  }

  private static func isNone(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { equal(bytes, "NONE") }

  private static func equal(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    for i in 0..<bytes.count where bytes[i] != word.utf8Start[i] { return false }
    return true
  }

  private static func verb(_ bytes: UnsafeBufferPointer<UInt8>) -> Verb? {
    switch bytes.count {
    case 7:
      if equal(bytes, "CONNECT") { return .plain(.connect) }
      if equal(bytes, "ABANDON") { return .plain(.abandon) }
    case 8: if equal(bytes, "TRANSFER") { return .transfer }
    case 9: if equal(bytes, "EXITEMPTY") { return .plain(.leave) }
    case 10:
      if equal(bytes, "ENTERQUEUE") { return .plain(.enter) }
      if equal(bytes, "QUEUESTART") { return .plain(.restart) }
    case 11: if equal(bytes, "EXITWITHKEY") { return .exitWithKey }
    case 13:
      if equal(bytes, "COMPLETEAGENT") { return .plain(.complete) }
      if equal(bytes, "BLINDTRANSFER") { return .plain(.blindTransfer) }
    case 14: if equal(bytes, "COMPLETECALLER") { return .plain(.complete) }
    case 15: if equal(bytes, "EXITWITHTIMEOUT") { return .plain(.timeOut) }
    case 16: if equal(bytes, "ATTENDEDTRANSFER") { return .plain(.attendedTransfer) }
    default: break
    }
    return nil
  }
}
