import Batches
import Diagnostics
import Files
import Glibc
import Tables

/// The log of runs: a line of JSON for each thing that happens, appended in one write, so that many runs may
/// keep one log. It has ids where the run says ids, and no names of people.
struct RunLog {
  enum Event: String {
    case start, step, warning, failure, end
  }

  private let path: String
  private let centre: String
  private let begin = ContinuousClock.now

  init(path: String, centre: String) {
    self.path = path
    self.centre = centre
  }

  /// - Throws: A ``Problem`` where the file cannot be written.
  func write(
    _ event: Event, code: String? = nil, _ words: String? = nil, more: [JSONValue.Member] = []
  ) throws(Problem) {
    var members: [JSONValue.Member] = [
      .init("time", .string("\(Clock.now)")), .init("process", .integer(Int(getpid()))),
      .init("centre", .string(centre)), .init("event", .string(event.rawValue)),
      .init("seconds", .number((begin.secondsSince * 1000).rounded() / 1000)),
    ]
    if let code { members.append(.init("code", .string(code))) }
    if let words { members.append(.init("message", .string(words))) }
    let line = JSONValue.object(members + more).text(indented: false) + "\n"
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o666)
    guard descriptor >= 0 else {
      throw Problem(
        .failed, at: Place(file: path), subject: "--log", "cannot be written",
        value: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    try writeAll(Array(line.utf8), to: descriptor, name: path)
  }

  /// The same where a log that cannot be written must not end the run.
  func attempt(_ event: Event, code: String? = nil, _ words: String) {
    do throws(Problem) { try write(event, code: code, words) } catch {
      Terminal.say("warning: \(error.description)")
    }
  }

  /// How the run ended.
  func end(_ receipt: PlanReceipt) throws(Problem) {
    var more: [JSONValue.Member] = [
      .init("outcome", .string(receipt.outcome.rawValue)),
      .init("exit_code", .integer(Int(receipt.exitCode))),
    ]
    if let plan = receipt.plan { more.append(.init("plan", .string(plan))) }
    if let hours = receipt.missingHours { more.append(.init("missing_hours", .number(hours))) }
    if let hours = receipt.paidHours { more.append(.init("paid_hours", .number(hours))) }
    try write(.end, receipt.message, more: more)
  }
}
