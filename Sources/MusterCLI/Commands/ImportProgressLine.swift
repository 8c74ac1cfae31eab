import CivilTime
import Files
import Glibc
import Importing
import Synchronization
import Tables

/// How far a step of an import is and how long it will take, on a line that is written over; nothing for short
/// work.
final class ImportProgressLine: Sendable {
  private let begun = Mutex<(step: ImportStep, at: Instant)?>(nil)
  private static let leastSeconds = 2.0

  func show(_ step: ImportStep, _ share: Double) {
    let begin = begun.withLock { begun in
      if let begun, begun.step == step { return begun.at }
      begun = (step, Clock.now)
      return Clock.now
    }
    let seconds = Double(Clock.now - begin)
    guard seconds >= Self.leastSeconds, share > 0 else { return }
    let text =
      share < 1
      ? "\(fixed(100 * share, 0)) % \(step.rawValue), "
        + "\(fixed(seconds * (1 - share) / share, 0)) s left" : ""
    try? writeAll(Array("\r\u{1B}[K\(text)".utf8), to: STDERR_FILENO, name: "standard error")
  }
}
