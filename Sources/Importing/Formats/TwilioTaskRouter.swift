internal import CivilTime
internal import Diagnostics
internal import FoundationEssentials

extension ImportFormat {
  /// Twilio TaskRouter: cumulative statistics of task queues, one object, an array, or one object a line.
  static let twilioTaskRouter = ImportFormat(
    name: "twilio-taskrouter", aliases: ["twilio", "taskrouter"],
    title: "Twilio TaskRouter statistics",
    keyedBy: .interval, absent: .missing,
    recognise: { sample in
      sample.text.contains("\"reservations_accepted\"") && sample.text.contains("\"start_time\"")
        ? "it is JSON with start_time and reservations_accepted" : nil
    },
    read: { (session, inputs) throws(Problem) in
      session.begin(interval: session.options.intervalSeconds ?? 900)
      var spans: Set<String> = []
      for input in inputs { try readStatistics(try ByteReader(input), session, &spans) }
    })
}

private struct TaskQueueStatistics: Decodable {
  struct Duration: Decodable { var total: Double? }
  struct Split: Decodable {
    struct Side: Decodable { var reservations_accepted: Double? }
    var below: Side?
  }
  var task_queue_sid: String?
  var start_time: String
  var end_time: String
  var tasks_entered: Double?
  var reservations_accepted: Double?
  var tasks_canceled: Double?
  var wait_duration_until_accepted: Duration?
  var wait_duration_until_canceled: Duration?
  var split_by_wait_time: [String: Split]?
}

/// `spans` are those read so far: a span that stands twice counts once.
private func readStatistics(
  _ reader: ByteReader, _ session: ImportSession, _ spans: inout Set<String>
) throws(Problem) {
  let bytes = try reader.all()
  let decoder = JSONDecoder()
  var all: [TaskQueueStatistics] = []
  if let one = try? decoder.decode(TaskQueueStatistics.self, from: Data(bytes)) {
    all = [one]
  } else if let several = try? decoder.decode([TaskQueueStatistics].self, from: Data(bytes)) {
    all = several
  } else {
    for (k, line) in bytes.split(separator: 10).enumerated() {
      do { all.append(try decoder.decode(TaskQueueStatistics.self, from: Data(line))) } catch {
        throw Problem(
          at: Place(file: reader.name, line: k + 1), "is no JSON of task queue statistics",
          maybe: "one object, an array of them, or one object a line is meant")
      }
    }
  }
  for statistics in all {
    session.lines += 1
    let place = Place(file: reader.name)
    guard let start = try? Instant(statistics.start_time),
      let end = try? Instant(statistics.end_time),
      end > start
    else {
      throw Problem(
        at: place, subject: "start_time", "is not an instant", value: statistics.start_time)
    }
    guard end - start <= session.intervalSeconds else {
      throw Problem(
        at: place, subject: "end_time", "the statistics are of \((end - start) / 60) minutes",
        maybe: "--interval is longer, or statistics by shorter spans are asked for")
    }
    let queue = session.queue(statistics.task_queue_sid ?? session.options.queue)
    let span = "\(queue) \(start.seconds) \(end.seconds)"
    if !spans.insert(span).inserted {
      session.findings.note("spans of time that stand twice, counted once", at: place)
      continue
    }
    session.contacts += 1
    let cell = session.builder.place(queue, start)
    func add(_ value: Double?, _ measure: Measure) {
      if let value { session.builder.add(value, to: measure, at: cell) }
    }
    add(statistics.tasks_entered, .offered)
    add(statistics.reservations_accepted, .handled)
    add(statistics.tasks_canceled, .abandoned)
    add(statistics.wait_duration_until_accepted?.total, .wait)
    add(statistics.wait_duration_until_canceled?.total, .abandonWait)
    let within = "\(Int(session.options.withinSeconds))"
    add(statistics.split_by_wait_time?[within]?.below?.reservations_accepted, .answeredInTime)
  }
  session.findings.say("TaskRouter's statistics have no handling times.")
}
