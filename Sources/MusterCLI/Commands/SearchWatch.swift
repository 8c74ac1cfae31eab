import ArgumentParser
import Diagnostics
import Files
import Glibc
import Rostering
import Synchronization

/// Shows the progress of a search on a terminal, ends it on Ctrl-C with the best roster so far, and
/// when it takes several times its time.
final class SearchWatch: Sendable {
  private let limit: Double
  private let missingWeight: Int
  private let begin = ContinuousClock.now
  private let ticks = Atomic<Int>(0)

  init(limit: Double, missingWeight: Int) {
    self.limit = limit
    self.missingWeight = missingWeight
  }

  func run<T: Sendable>(
    _ body: (RosterMonitor) async throws -> T
  ) async throws -> T {
    signal(SIGINT) { _ in
      // Who asks twice does not want to wait.
      if interruption.exchange(true, ordering: .relaxed) { _exit(130) }
    }
    defer {
      signal(SIGINT, SIG_DFL)
      if Terminal.isWatched { Terminal.progress("") }
    }
    return try await body(RosterMonitor { self.poll($0) })
  }

  /// Whether somebody pressed Ctrl-C.
  var isInterrupted: Bool { interruption.load(ordering: .relaxed) }

  /// Ends the command with the code of an interruption when there was one; the roster that was written
  /// is whole and checked, but not what the whole search would have given.
  func endIfInterrupted() throws {
    guard isInterrupted else { return }
    Terminal.say("Interrupted: this is the best roster so far, checked like any other.")
    throw ExitCode(Problem.Kind.interrupted.exitCode)
  }

  /// Solves a problem; where there is no roster and JSON is wanted, the reason is written as JSON.
  func roster(
    _ problem: RosterProblem, options: RosterOptions, format: OutputFormat
  ) async throws -> Roster {
    do {
      return try await run { monitor in
        try await solve(problem, options: options, monitor: monitor)
      }
    } catch let error as Problem where error.kind == .infeasible && isInterrupted {
      throw Problem(
        .interrupted, "interrupted before a roster that keeps every hard rule was found",
        maybe: "let it run longer")
    } catch let error as Problem where error.kind == .infeasible && format == .json {
      Terminal.write(infeasibleJSON(error, problem))
      throw error
    }
  }

  /// Called by the searches every few hundred microseconds; true ends them.
  private func poll(_ progress: RosterProgress) -> Bool {
    if interruption.load(ordering: .relaxed) { return true }
    let elapsed = begin.duration(to: .now)
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    if seconds > 4 * limit + 5 {
      if ticks.exchange(Int.max, ordering: .relaxed) != Int.max {
        Terminal.say(
          "This machine is slower than expected: taking the best roster so far. With more time "
            + "the same seed may give another one.")
      }
      return true
    }
    guard Terminal.isWatched else { return false }
    let tick = Int(seconds * 4)
    let shown = ticks.load(ordering: .relaxed)
    guard tick > shown,
      ticks.compareExchange(expected: shown, desired: tick, ordering: .relaxed).exchanged
    else { return false }
    let missing = progress.cover.map { "\(($0 + missingWeight - 1) / missingWeight)" } ?? "…"
    Terminal.progress(
      "Searching \(Int(seconds)) s, \(progress.moves / 1_000_000) M moves, missing \(missing); "
        + "Ctrl-C takes the best so far")
    return false
  }
}

/// Set by Ctrl-C.
private let interruption = Atomic<Bool>(false)

extension Terminal {
  /// A line that replaces itself; empty removes it.
  static func progress(_ text: String) {
    try? writeAll(Array("\r\u{1B}[K\(text)".utf8), to: STDERR_FILENO, name: "standard error")
  }
}
