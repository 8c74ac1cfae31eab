import CivilTime
import Planning
import SitePlanning
import Tables

/// What a check found, in the order found: told at once to people, at the end as one object to programs.
final class CentreCheckReport {
  enum Severity: String { case ok, note, warning, violation }

  private let format: PlainFormat
  private var findings: [(severity: Severity, words: String)] = []
  private var goals: [GoalVerdict] = []
  /// The folder of the plan that was checked.
  var plan: String?

  init(_ format: PlainFormat) { self.format = format }

  func add(_ severity: Severity, _ words: String) {
    findings.append((severity, words))
    guard format == .table else { return }
    switch severity {
    case .ok: Terminal.write("ok  \(words)\n")
    case .violation: Terminal.say(Terminal.red("violation: ") + words)
    case .note, .warning: Terminal.say("\(severity.rawValue): \(words)")
    }
  }

  /// The verdicts on the goals of weeks, and the days that miss one.
  func add(_ judged: JudgedGoals) {
    goals = judged.verdicts
    for words in judged.leadIn { add(.warning, words) }
    for verdict in judged.weeks() {
      let words = "\(verdict.queue): \(verdict.words)"
      switch verdict.outcome {
      case .missed: add(.violation, words)
      case .notJudged: add(.warning, words)
      case .kept, .inDoubt: add(.ok, "simulated, \(words)")
      }
    }
    for verdict in judged.daysMissed() {
      let day = "\(verdict.from.weekday.shortName) \(verdict.from)"
      add(
        verdict.isPromise ? .violation : .warning, "\(verdict.queue) on \(day): \(verdict.words)")
    }
  }

  var violations: Int { findings.count { $0.severity == .violation } }

  /// Writes the object, where that is the form asked for.
  func end() {
    guard format == .json else { return }
    let all: [JSONValue] = findings.map {
      .object([.init("severity", .string($0.severity.rawValue)), .init("words", .string($0.words))])
    }
    let verdicts: [JSONValue] = goals.map {
      .object([
        .init("queue", .string($0.queue)), .init("from", .string("\($0.from)")),
        .init("days", .integer($0.days)), .init("verdict", .string($0.outcome.rawValue)),
        .init("words", .string($0.words)),
      ])
    }
    Terminal.write(
      JSONValue.object([
        .init("plan", plan.map { .string($0) } ?? .null),
        .init("violations", .integer(violations)), .init("findings", .array(all)),
        .init("goals", .array(verdicts)),
      ]).text())
  }
}
