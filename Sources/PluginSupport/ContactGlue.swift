public import CivilTime
public import ContactRules
internal import Diagnostics
public import MusterPluginKit

extension Rule {
  /// A contact rule in the words of the contract, with its examples.
  public init(_ rule: ContactRule, examples: [RuleCase]) {
    let mark: Mark =
      switch rule.mark {
      case .verified: .verified
      case .secondary: .secondary
      case .unverified: .unverified
      }
    self.init(
      id: rule.id, jurisdiction: rule.jurisdiction, authority: rule.authority,
      effectiveFrom: rule.effectiveFrom.map { "\($0)" },
      effectiveTo: rule.effectiveTo.map { "\($0)" }, mark: mark, sentence: rule.sentence,
      examples: examples.filter { $0.rule == rule.id }.map {
        RuleExample(
          name: $0.name,
          given: .object(
            $0.fields.filter { !["rule", "name", "expected"].contains($0.key) }
              .mapValues { AnyJSON.string($0) }), expected: $0.expected)
      })
  }
}

/// Contact rules of a plugin, with what the user overrides, ready for the hooks that ask for them.
public struct ContactDesk: Sendable {
  public let book: RuleBook
  public let examples: [RuleCase]
  /// Legal holidays where the people are.
  public let holidays: Set<CivilDate>
  /// The rules in the words of the contract.
  public let rules: [Rule]

  /// Of the arguments:
  /// - `shipped`: The rules of the plugin's data file.
  /// - `examples`: Their examples; those of overridden rules are left out.
  /// - `file`: Name of the user's own rule file, as the settings have it; nil for none.
  /// - `calendar`: Holiday calendar of the people called; nil takes all the centre's holidays.
  public init(
    shipped: [ContactRule], examples: [RuleCase], file: String?, calendar: String?,
    _ configuration: PluginConfiguration
  ) throws(PluginFailure) {
    var own: [ContactRule] = []
    if let file {
      do throws(Problem) {
        own = try ContactRule.read(
          file: file, bytes: Array((configuration.files[file] ?? "").utf8))
      } catch { throw .setting("rules", "\(error)") }
    }
    let changed = Set(own.map(\.id))
    let all = ContactRule.merge(shipped, overrides: own)
    let kept = examples.filter { !changed.contains($0.rule) }
    book = RuleBook(all)
    self.examples = kept
    rules = all.map { Rule($0, examples: kept) }
    holidays = Set(
      configuration.centre.holidays
        .filter { calendar == nil || $0.calendar == calendar }
        .compactMap { CivilDate($0.date) })
  }

  /// What the rules as they ship make of an example.
  public static func outcome(
    of example: RuleExample, rule: Rule, _ shipped: [ContactRule]
  ) throws(PluginFailure) -> String {
    var fields = (example.given.object ?? [:]).compactMapValues(\.string)
    fields["rule"] = rule.id
    fields["name"] = example.name
    do throws(Problem) { return try RuleCase(fields: fields).outcome(RuleBook(shipped)) } catch {
      throw PluginFailure("\(error)", status: MUSTER_E_QUESTION)
    }
  }

  /// The person a question is about.
  public func contact(
    scope: String, jurisdictions: [String], zones: [String], facts: [String: AnyJSON]?
  ) throws(PluginFailure) -> ContactCase {
    var known: [Zone] = []
    for name in zones {
      guard let zone = try? ZoneDatabase.system.zone(name) else {
        throw PluginFailure("\(name) is not a time zone", status: MUSTER_E_QUESTION)
      }
      known.append(zone)
    }
    return ContactCase(
      scope: scope, jurisdictions: jurisdictions, zones: known.isEmpty ? [.utc] : known,
      holidays: holidays, facts: (facts ?? [:]).compactMapValues { plainText($0) })
  }

  /// The answer of the windows hook.
  public func windows(_ question: WindowsQuestion) throws(PluginFailure) -> WindowsAnswer {
    let contact = try contact(
      scope: question.scope, jurisdictions: question.jurisdictions, zones: question.zones,
      facts: question.facts)
    guard question.toUnix > question.fromUnix, !book.rules(for: contact).isEmpty else {
      throw .pass
    }
    return WindowsAnswer(
      windows: book.windows(
        contact, from: Instant(seconds: question.fromUnix), to: Instant(seconds: question.toUnix)
      ).map {
        ContactWindow(startUnix: $0.start.seconds, endUnix: $0.end.seconds, rules: $0.rules)
      })
  }

  /// The answer of the caps hook.
  public func caps(_ question: CapsQuestion) throws(PluginFailure) -> CapsAnswer {
    guard let date = CivilDate(question.date) else {
      throw PluginFailure("\(question.date) is not a date", status: MUSTER_E_QUESTION)
    }
    let contact = try contact(
      scope: question.scope, jurisdictions: question.jurisdictions, zones: [],
      facts: question.facts)
    return CapsAnswer(
      caps: book.rules(for: contact).filter { $0.isInForce(on: date) }.flatMap { rule in
        rule.caps.map {
          ContactCap(
            rule: rule.id, count: $0.count, windowH: Double($0.windowHours), key: $0.key,
            counts: $0.counts.rawValue,
            note: $0.clock == .days ? "whole local days, the day of the call the last" : nil)
        }
          + (rule.quietDays.map {
            [
              ContactCap(
                rule: rule.id, count: 0, windowH: Double($0 * 24), key: "debt",
                counts: "contacts",
                note: "no call within these days after a conversation, its day the first")
            ]
          } ?? [])
      })
  }
}

/// `20`, `0.5`, `yes`; nil for what is no plain value.
private func plainText(_ value: AnyJSON) -> String? {
  switch value {
  case .string(let text): text
  case .bool(let flag): flag ? "yes" : "no"
  case .number(let x):
    x == x.rounded() && abs(x) < 1e15 ? String(Int64(x)) : String(x)
  case .null, .array, .object: nil
  }
}

/// The share of each interval, 0 to 1, that lies inside windows; both ascending.
public func openShares(
  of intervals: [Interval], windows: [OpenWindow]
) -> [Double] {
  var first = 0
  return intervals.map { row in
    let start = row.start_unix
    let end = start + Int64(row.length_s)
    while first < windows.count, windows[first].end.seconds <= start { first += 1 }
    var open: Int64 = 0
    var k = first
    while k < windows.count, windows[k].start.seconds < end {
      open += min(end, windows[k].end.seconds) - max(start, windows[k].start.seconds)
      k += 1
    }
    return row.length_s > 0 ? Double(open) / Double(row.length_s) : 0
  }
}
