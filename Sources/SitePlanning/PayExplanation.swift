// Goal: why a minute of an agent is paid as it is: rate, multiplier, and every rule in it.
//
// Method: the pay lines of the agent's shifts come from the plugins; the line that contains the minute is
// shown with what each of its rules contributes, and what those rules say.

public import CivilTime
public import Diagnostics
public import PluginContract
public import Tables

/// Why an agent's minute is paid as it is.
public struct PayExplanation: Sendable {
  public struct Cited: Sendable {
    public var id: String
    /// What it contributes, such as `× 1.1`; empty when the plugin does not say.
    public var share: String
    public var sentence: String
    public var authority: String
    /// `since 2026-07-01`, `2025-07-01 to 2026-06-30`.
    public var dates: String
    /// Whether the rule was checked against its source.
    public var check: String
  }

  /// Where the roster is from.
  public var roster: String
  public var agent: String
  public var at: String
  /// The same moment on the client's clock, where that is another.
  public var clientAt: String?
  public var shift: String
  public var stretch: String
  public var kind: String
  public var multiplier: Double
  /// The basic hourly rate; nil: nobody said.
  public var rate: Double?
  public var currency: String
  public var rules: [Cited]
  /// What the shift earns beside its hours, such as a missed meal, with the rules.
  public var beside: [String]

  /// Explains the minute `instant` of `agent`, paid by `lines`.
  ///
  /// - Throws: A problem when it is not paid, with the shifts there are.
  public init(
    agent: String, at instant: Instant, lines: [PayLine], shifts: [Range<Instant>], roster: String,
    siteZone: Zone, clientZone: Zone, rate: Double?, currency: String, known: [Rule]
  ) throws(Problem) {
    func text(_ t: Instant) -> String {
      let local = siteZone.local(at: t)
      return "\(local.date) \(local.clock)"
    }
    func text(_ range: Range<Instant>) -> String {
      "\(text(range.lowerBound)) to \(text(range.upperBound))"
    }
    let found = lines.first {
      $0.startUnix <= instant.seconds && instant.seconds < $0.endUnix && $0.hours > 0
    }
    guard let line = found else {
      throw Problem(
        .usage, subject: "--at", "is no paid minute of \(agent), on the site's clock",
        value: text(instant),
        maybe: "the shifts are \(shifts.map(text).joined(separator: "; "))")
    }
    self.roster = roster
    self.agent = agent
    at = text(instant)
    clientAt = siteZone.name == clientZone.name ? nil : instant.text(in: clientZone)
    shift = shifts.last { $0.lowerBound <= instant }.map(text) ?? ""
    stretch = text(Instant(seconds: line.startUnix)..<Instant(seconds: line.endUnix))
    kind = line.kind.replacing("+", with: ", ")
    multiplier = line.multiplier
    self.rate = rate
    self.currency = currency
    rules = line.rules.map { id in
      Self.cited(id, known, line.parts?.first { $0.rule == id })
    }
    beside = lines.filter { $0.shift == line.shift && $0.hours == 0 }.map { other in
      let amount = rate.map { _ in ": \(fixed(other.amount, 2)) \(currency)" } ?? ""
      return "\(other.kind)\(amount), by \(other.rules.joined(separator: ", "))"
    }
  }

  private static func cited(_ id: String, _ known: [Rule], _ part: PayPart?) -> Cited {
    func number(_ value: Double) -> String { shortest((value * 1e9).rounded() / 1e9) }
    let share: String =
      switch part?.how {
      case "times": "× \(number(part?.value ?? 1))"
      case "plus": "+ \(number(part?.value ?? 0))"
      case "highest": "\(number(part?.value ?? 1)), the highest that applies"
      default: ""
      }
    guard let rule = known.first(where: { $0.id == id }) else {
      return Cited(id: id, share: share, sentence: "", authority: "", dates: "", check: "")
    }
    let dates: String =
      switch (rule.effectiveFrom, rule.effectiveTo) {
      case (let from?, let to?): "\(from) to \(to)"
      case (let from?, nil): "since \(from)"
      case (nil, let to?): "until \(to)"
      case (nil, nil): ""
      }
    let check: String =
      switch rule.mark {
      case .verified: "verified against its text"
      case .secondary: "from a secondary source: check before you rely on it"
      case .unverified: "not verified: check before you rely on it"
      }
    return Cited(
      id: id, share: share, sentence: rule.sentence, authority: rule.authority, dates: dates,
      check: check)
  }
}

extension PayExplanation {
  /// `126.4368 PHP an hour × 2 × 1.1 = 278.161 PHP an hour`.
  public var composition: String {
    let base = rate.map { "\(fixed($0, 4)) \(currency) an hour" } ?? "the basic rate"
    let shares = rules.map(\.share).filter { !$0.isEmpty }
    let plus = shares.filter { $0.hasPrefix("+") }
    let times = shares.filter { $0.hasPrefix("×") }
    let number = shortest((multiplier * 1e9).rounded() / 1e9)
    var text = base
    if shares.count > 1 || !plus.isEmpty {
      let highest = shares.first { !$0.hasPrefix("+") && !$0.hasPrefix("×") }
        .flatMap { $0.split(separator: ",").first.map(String.init) }
      let first =
        highest
        ?? (times.isEmpty
          ? "1"
          : times.map { String($0.dropFirst(2)) }
            .joined(separator: " × "))
      text += " × (\(([first] + plus.map { String($0.dropFirst(2)) }).joined(separator: " + ")))"
      text += " = \(base) × \(number)"
    } else {
      text += " × \(number)"
    }
    if let rate { text += " = \(fixed(rate * multiplier, 4)) \(currency)" }
    return text
  }

  public func text(paint: Paint = Paint(isOn: false)) -> String {
    var table = TextTable([.left(""), .left("")])
    table.row("roster", roster)
    table.row("minute", at + (clientAt.map { " (\($0) for the client)" } ?? ""))
    table.row("shift", shift)
    table.row("paid alike", "\(stretch): \(kind)")
    table.row("pay", composition)
    for line in beside { table.row("beside", line) }
    for rule in rules {
      table.row(
        paint.bold(rule.id),
        [rule.share, rule.sentence].filter { !$0.isEmpty }
          .joined(separator: "  "))
      table.row("", [rule.authority, rule.dates].filter { !$0.isEmpty }.joined(separator: ", "))
      if !rule.check.isEmpty { table.row("", rule.check) }
    }
    if rules.isEmpty { table.row("rules", "none applies: the plain rate") }
    return paint.bold(agent) + "\n" + table.text(paint: paint)
  }

  public func json() -> JSONValue {
    [
      "roster": .string(roster), "agent": .string(agent), "at": .string(at),
      "client_at": clientAt.map { .string($0) } ?? .null, "shift": .string(shift),
      "stretch": .string(stretch), "kind": .string(kind), "multiplier": .number(multiplier),
      "hourly_rate": rate.map { .number($0) } ?? .null,
      "amount_per_hour": rate.map { .number($0 * multiplier) } ?? .null,
      "currency": .string(currency), "composition": .string(composition),
      "beside": .array(beside.map { .string($0) }),
      "rules": .array(
        rules.map {
          [
            "id": .string($0.id), "share": .string($0.share), "sentence": .string($0.sentence),
            "authority": .string($0.authority), "dates": .string($0.dates),
            "check": .string($0.check),
          ]
        }),
    ]
  }
}
