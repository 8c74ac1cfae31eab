import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import Testing

/// Forecasts from outside are tried beside ours by the same rules, and make the forecast where they win.
@Suite struct OutsideMethodTests {
  private let zone: Zone
  private let made: MadeHistory

  init() throws {
    zone = try ZoneDatabase.system.zone("America/New_York")
    made = MadeHistory(zone: zone)
  }

  /// A level that jumps every other week: known to who knows the rule, noise to everybody else.
  private func factor(_ day: CivilDate) -> Double {
    ((day - date("2026-01-05")) / 7) % 3 == 0 ? 1.6 : 1
  }

  /// The truth of every interval, so far as a question reaches.
  private func truth(_ question: OutsideMethod.Question, times scale: Double) -> [Instant: Double] {
    let plain = made.history(
      from: question.from, days: question.days, noise: false, factor: factor)
    return Dictionary(plain.rows.map { ($0.start, scale * ($0.offered ?? 0)) }) { first, _ in first
    }
  }

  private func forecast(_ outside: [OutsideMethod]) throws -> QueueForecast {
    let history = made.history(from: date("2026-01-05"), days: 196, factor: factor)
    var setting = made.setting(from: date("2026-07-20"))
    setting.outside = outside
    return try QueueForecaster.forecast(history, setting)
  }

  @Test func theBetterOneIsUsedAndShown() throws {
    let knowing = OutsideMethod("oracle") { .success(truth($0, times: 1)) }
    let result = try forecast([knowing])
    #expect(result.evidence.method.rawValue == "oracle")
    let trials = result.evidence.trials
    #expect(trials.first?.method.rawValue == "oracle")
    #expect(trials.contains { $0.method == .regression })
    let open = result.rows.filter { !$0.isClosed }
    #expect(open.allSatisfy { $0.method == "oracle" })
    // Its bounds are by its own errors: the noise of counts.
    let outside = open.filter { $0.high80 - $0.low80 > 6 * $0.offered.squareRoot() }
    #expect(outside.count < open.count / 10)
  }

  @Test func theWorseOneIsShownAndNotUsed() throws {
    let wrong = OutsideMethod("double") { .success(truth($0, times: 2)) }
    let result = try forecast([wrong])
    #expect(result.evidence.method.rawValue != "double")
    let trial = result.evidence.trials.first { $0.method.rawValue == "double" }
    #expect((trial?.bias ?? 0) > 90)
    #expect(result.alternatives[ForecastMethod(rawValue: "double")] != nil)
  }

  @Test func whatIsToldIsDone() throws {
    let wrong = OutsideMethod("double", use: .always) { .success(truth($0, times: 2)) }
    #expect(try forecast([wrong]).evidence.method.rawValue == "double")
    let shown = OutsideMethod("oracle", use: .show) { .success(truth($0, times: 1)) }
    #expect(try forecast([shown]).evidence.method.rawValue != "oracle")
  }

  @Test func nothingLaterThanTheOriginIsGiven() throws {
    let history = made.history(from: date("2026-01-05"), days: 196, factor: factor)
    let checked = OutsideMethod("checked") { question in
      let late = question.history.rows.contains { $0.start >= question.asOf }
      return .success(late ? [:] : truth(question, times: 1))
    }
    var setting = made.setting(from: date("2026-07-06"))
    setting.outside = [checked]
    let result = try QueueForecaster.forecast(history, setting)
    #expect(result.evidence.method.rawValue == "checked", "\(result.evidence.remarks)")
  }

  @Test func failuresAreNamed() throws {
    let broken = OutsideMethod.Failure(Problem(subject: "model", "failed with exit code 3"))
    let failing = OutsideMethod("failing") { _ in .failure(broken) }
    let result = try forecast([failing])
    #expect(result.evidence.remarks.contains { $0.contains("failed with exit code 3") })
    let needed = OutsideMethod("failing", use: .always) { _ in .failure(broken) }
    let problem = #expect(throws: Problem.self) { try forecast([needed]) }
    #expect(problem?.what == "failed with exit code 3")
    // Half of the intervals are no forecast.
    let partial = OutsideMethod("partial") { question in
      .success(truth(question, times: 1).filter { zone.local(at: $0.key).hour < 12 })
    }
    let lacking = try forecast([partial])
    #expect(lacking.evidence.method.rawValue != "partial")
    #expect(lacking.evidence.remarks.contains { $0.contains("gives no number for") })
  }

  @Test func theBacktestShowsItBesideOurs() async throws {
    let history = made.history(from: date("2026-01-05"), days: 196, factor: factor)
    var setting = made.setting(from: date("2026-07-20"))
    setting.outside = [OutsideMethod("oracle") { .success(truth($0, times: 1)) }]
    let result = try await Backtest.run(
      history, origins: [zone.startOfDay(date("2026-07-13"))], setting: setting)
    let line = result.scores.lines.first { $0.name == "oracle" }
    let ours = result.scores.lines.first { $0.name == "muster" }
    #expect((line?.wape ?? 100) < 20)
    #expect(line?.wape == ours?.wape)
  }
}
