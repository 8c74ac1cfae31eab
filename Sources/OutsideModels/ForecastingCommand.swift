public import CentreModel
internal import CivilTime
internal import Diagnostics
public import Forecasting
internal import Glibc
internal import Programs
internal import Synchronization
internal import Tables

/// A command of the centre's as a method of the forecast.
///
/// It reads the history of one queue as CSV, `queue,interval_start,offered,handled,abandoned,handle_s,closed`,
/// from its standard input, or from a file where a word has `{history}`; and writes `interval_start,offered`,
/// other columns as it likes. What is asked stands in the variables `MUSTER_QUEUE`, `MUSTER_TIMEZONE`,
/// `MUSTER_AS_OF`, `MUSTER_FROM`, `MUSTER_DAYS` and `MUSTER_INTERVAL_MINUTES`, and wherever a word has
/// `{queue}`, `{timezone}`, `{as_of}`, `{from}`, `{days}` or `{interval_minutes}`.
public struct ForecastingCommand: Sendable {
  let command: ModelCommand
  /// The centre's folder: where the command runs.
  let folder: String
  private let known = Answers()

  public init(_ command: ModelCommand, folder: String) {
    self.command = command
    self.folder = folder
  }

  /// As a method of the forecast. The same question is asked once.
  public var method: OutsideMethod {
    OutsideMethod(command.id, use: command.use) { question in
      known.answer(
        Answers.Key(
          queue: question.history.queue, asOf: question.asOf, from: question.from,
          days: question.days, rows: question.history.rows.count)
      ) { answer(question) }
    }
  }

  private func answer(_ question: OutsideMethod.Question) -> OutsideMethod.Answer {
    do throws(OutsideMethod.Failure) { return .success(try asked(question)) } catch {
      return .failure(error)
    }
  }

  private func asked(
    _ question: OutsideMethod.Question
  ) throws(OutsideMethod.Failure) -> [Instant: Double] {
    let history = Self.csv(question)
    let values = Self.values(question)
    let wantsFile = command.words.contains { $0.contains("{history}") }
    var path: String?
    if wantsFile {
      path = try Self.written(history)
    }
    defer { if let path { TemporaryFile.remove(path) } }
    var replaced = values
    replaced["history"] = path
    let run = ProgramRun(
      words: command.words.map { Self.filled($0, replaced) }, folder: folder,
      environment: .few(
        Dictionary(
          values.map { ("MUSTER_\($0.key.uppercased())", $0.value) }, uniquingKeysWith: { $1 })),
      seconds: command.timeLimitSeconds)
    return try read(run, wantsFile ? [] : history, question)
  }

  /// The path of a new file with the history.
  private static func written(_ history: [UInt8]) throws(OutsideMethod.Failure) -> String {
    do throws(Problem) {
      let file = try TemporaryFile.make(history)
      close(file.descriptor)
      return file.path
    } catch { throw OutsideMethod.Failure(error, isFinal: true) }
  }

  /// Runs the command and reads its answer.
  private func read(
    _ run: ProgramRun, _ input: [UInt8], _ question: OutsideMethod.Question
  ) throws(OutsideMethod.Failure) -> [Instant: Double] {
    let output: [UInt8]
    do throws(ProgramRun.Failure) { output = try run.output(of: input) } catch {
      throw OutsideMethod.Failure(problem(error), isFinal: error.isFinal)
    }
    do throws(Problem) { return try contacts(output, question) } catch {
      throw OutsideMethod.Failure(error)
    }
  }

  /// Contacts by interval of what the command wrote.
  private func contacts(
    _ bytes: [UInt8], _ question: OutsideMethod.Question
  ) throws(Problem) -> [Instant: Double] {
    let name = "the answer of \(command.id)"
    guard bytes.contains(where: { $0 > 32 }) else {
      throw Problem(subject: "model \(command.id)", "wrote nothing to its standard output")
    }
    let table = try CSVTable(file: name, bytes: bytes)
    func column(_ name: String, or other: String) throws(Problem) -> Int {
      if let found = table.column(named: other) { return found }
      return try table.require(name)
    }
    let start = try column("interval_start", or: "timestamp")
    let offered = try column("offered", or: "calls")
    let queue = table.column(named: "queue")
    var found: [Instant: Double] = [:]
    try table.forEachRow { (row) throws(Problem) in
      if let queue, !row.isEmpty(queue), row.text(queue) != question.history.queue { return }
      found[try row.instant(start, in: question.zone)] = try row.number(offered, in: 0...1e9)
    }
    return found
  }

  private func problem(_ failure: ProgramRun.Failure) -> Problem {
    var problem = Problem(
      .failed, subject: "model \(command.id)", failure.what, value: failure.said)
    switch failure {
    case .cannotStart:
      problem.kind = .missingConfiguration
      problem.value = command.words.first ?? ""
      problem.maybe =
        "a program beside centre.toml is written ./model, one of the system by its name"
    case .timedOut: problem.maybe = "its time_limit can be longer"
    case .tooMuch, .signal, .exit, .failed: break
    }
    return problem
  }

  // MARK: - The question

  private static func values(_ question: OutsideMethod.Question) -> [String: String] {
    [
      "queue": question.history.queue, "timezone": question.zone.name,
      "as_of": question.asOf.text(in: question.zone), "from": "\(question.from)",
      "days": "\(question.days)",
      "interval_minutes": "\(question.history.intervalSeconds / 60)",
    ]
  }

  /// A word with every placeholder filled in, once.
  static func filled(_ word: String, _ values: [String: String]) -> String {
    var text = ""
    var rest = word[...]
    while let open = rest.firstIndex(of: "{") {
      text += rest[..<open]
      let after = rest[rest.index(after: open)...]
      guard let close = after.firstIndex(of: "}"), let value = values[String(after[..<close])]
      else {
        text += "{"
        rest = after
        continue
      }
      text += value
      rest = after[after.index(after: close)...]
    }
    return text + rest
  }

  /// The history as the contract has it.
  private static func csv(_ question: OutsideMethod.Question) -> [UInt8] {
    var csv = CSVWriter([
      "queue", "interval_start", "offered", "handled", "abandoned", "handle_s", "closed",
    ])
    func text(_ value: Double?) -> String { value.map { shortest($0) } ?? "" }
    for row in question.history.rows {
      csv.row([
        question.history.queue, row.start.text(in: question.zone), text(row.offered),
        text(row.handled), text(row.abandoned), text(row.handleSeconds), row.closed ? "1" : "0",
      ])
    }
    return csv.bytes
  }
}

/// Answers that were given, by what was asked: the weeks before one origin are those of the next.
private final class Answers: Sendable {
  struct Key: Hashable {
    var queue: String
    var asOf: Instant
    var from: CivilDate
    var days: Int
    var rows: Int
  }
  private let known = Mutex<[Key: OutsideMethod.Answer]>([:])

  func answer(_ key: Key, _ ask: () -> OutsideMethod.Answer) -> OutsideMethod.Answer {
    if let answer = known.withLock({ $0[key] }) { return answer }
    let answer = ask()
    known.withLock { $0[key] = answer }
    return answer
  }
}
