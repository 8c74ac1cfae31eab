import ArgumentParser
import Batches
import Diagnostics
import Programs

enum HookSeconds: CountedThing { static let range = 1...3600 }

/// Programs to be run when a run has ended. They are the user's word, never a centre folder's: planning a
/// folder got from a stranger runs nothing of theirs.
struct PlanHooks: RuledOptions {
  @Option(
    help: ArgumentHelp(
      """
      Run this program when a new plan is in force: with the word publish as its argument and the receipt of \
      the run, as JSON, on its standard input.
      """, valueName: "program"))
  var onPublish: String?

  @Option(
    help: ArgumentHelp(
      "The same, with the word change, when that plan changes a roster that was published.",
      valueName: "program"))
  var onChange: String?

  @Option(
    help: ArgumentHelp(
      "The same, with the word failure, when the run fails or its plan is not in force.",
      valueName: "program"))
  var onFailure: String?

  @Option(
    help: ArgumentHelp(
      "End such a program, and all it started, after so many seconds.", valueName: "seconds"))
  var hookLimit = OptionValue<CountForm<HookSeconds>>(60)

  static let needs = [
    OptionNeed("--hook-limit", needs: "--on-publish", "--on-change", "--on-failure")
  ]

  enum Event: String {
    case publish, change, failure
  }

  var areAsked: Bool { onPublish != nil || onChange != nil || onFailure != nil }

  private func program(for event: Event) -> (option: String, path: String)? {
    let (option, path) =
      switch event {
      case .publish: ("--on-publish", onPublish)
      case .change: ("--on-change", onChange)
      case .failure: ("--on-failure", onFailure)
      }
    return path.map { (option, $0) }
  }

  /// Runs what was asked for on these events, one after the other, and returns what went wrong.
  func run(_ events: [Event], _ receipt: PlanReceipt) throws(Problem) -> [Problem] {
    let input = try receipt.encoded()
    let seconds = try hookLimit.value()
    return events.compactMap { (event) -> Problem? in
      guard let (option, path) = program(for: event) else { return nil }
      do throws(ProgramRun.Failure) {
        _ = try ProgramRun(
          words: [path, event.rawValue], folder: ".", environment: .own, seconds: seconds
        ).output(of: input)
        return nil
      } catch {
        return Problem(
          .partlyDone, subject: "\(option) \(path)", error.what, value: error.said,
          maybe: hint(error))
      }
    }
  }

  private func hint(_ failure: ProgramRun.Failure) -> String? {
    switch failure {
    case .cannotStart:
      "it is no program that can be run from here: a path without a slash is looked for in PATH"
    case .timedOut: "--hook-limit gives it longer"
    case .tooMuch, .signal, .exit, .failed: nil
    }
  }
}
