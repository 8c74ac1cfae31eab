/// What the conformance suite found about one plugin file.
public struct CheckReport: Codable, Hashable, Sendable {
  public enum Outcome: String, Codable, Hashable, Sendable {
    case passed, failed, note
  }

  /// One thing that was tried.
  public struct Check: Codable, Hashable, Sendable {
    /// `contract`, `settings`, `overlay`, …
    public var part: String
    public var name: String
    public var outcome: Outcome
    /// What was found; empty when there is nothing to say.
    public var detail: String
  }

  public var path: String
  /// Nil when the file could not even be loaded.
  public var plugin: PluginIdentity?
  public var checks: [Check] = []
  /// Hooks that passed on or refused every question, so that nothing they say was checked.
  public var neverAnswered: [String] = []

  public var failures: Int { checks.count { $0.outcome == .failed } }
  public var isConforming: Bool { plugin != nil && failures == 0 }

  mutating func add(
    _ part: String, _ name: String, _ outcome: Outcome = .passed, _ detail: String = ""
  ) {
    checks.append(Check(part: part, name: name, outcome: outcome, detail: detail))
  }

  /// Passed unless `body` throws a fault or answers with what is wrong.
  mutating func check(
    _ part: String, _ name: String, _ body: () throws(PluginFault) -> String?
  ) {
    do throws(PluginFault) {
      if let wrong = try body() { add(part, name, .failed, wrong) } else { add(part, name) }
    } catch { add(part, name, .failed, "the plugin " + error.sentence) }
  }
}
