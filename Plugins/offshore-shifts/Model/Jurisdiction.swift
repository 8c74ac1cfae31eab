public import CivilTime
internal import Configuration
public import Diagnostics

/// The labour and pay rules of one country, with overlays for its states, as read from one file.
public struct Jurisdiction: Hashable, Sendable {
  /// How the factors of a minute are put together.
  public enum Composition: String, CaseIterable, Hashable, Sendable {
    /// The product of all factors.
    case multiply
    /// One, plus what each factor is above one.
    case add
    /// The highest factor alone.
    case highest
  }
  /// Which day's holiday or weekly rest counts for a minute of a shift that passes midnight.
  public enum Attribution: String, CaseIterable, Hashable, Sendable {
    /// The day on the clock.
    case clock
    /// The day on which the shift began.
    case shiftStart = "shift-start"
    /// The day on which the greater part of the shift falls; of two equal parts the dearer day.
    case greaterPart = "greater-part"
  }
  /// What a workday is when daily overtime is counted.
  public enum Workday: String, CaseIterable, Hashable, Sendable {
    /// A shift; with a split shift, all parts that begin on one date less than eight hours apart.
    case shift
    /// The 24 hours of the clock.
    case clock
  }

  public var id: String
  /// ISO 3166, such as `PH` or `US-CA`.
  public var code: String
  public var name: String
  public var authority: String
  /// ISO 4217.
  public var currency: String
  /// The zone in which the examples are written.
  public var exampleZone: String
  public var compose: Composition
  public var attribution: Attribution
  public var workday: Workday
  public var weekStart: Weekday
  /// Kinds of holiday whose hours a report counts as holiday hours.
  public var holidayKinds: [String]
  public var states: [String]
  /// The ISO 3166-2 part of each state, in the same order; empty when the file has none.
  public var stateCodes: [String]
  /// Codes of states without rules of their own: the country's count there.
  public var otherStates: [String]
  public var rules: [Rule]

  /// Reads a jurisdiction file; `file` is its name in messages.
  ///
  /// - Throws: ``Problems`` with everything that is wrong with it, rules of one topic whose dates
  ///   overlap among them.
  public init(file: String, bytes: [UInt8]) throws(Problems) {
    let table: ConfigTable
    do { table = try ConfigTable(file: file, bytes: bytes) } catch { throw Problems([error]) }
    let id = table.required("id", table.string("id"))
    code = table.required("code", table.string("code")) ?? ""
    let name = table.required("name", table.string("name"))
    let authority = table.required("authority", table.string("authority"))
    let currency = table.required("currency", table.string("currency"))
    let zone = table.required("example_zone", table.string("example_zone"))
    let compose = table.required(
      "compose", table.choice("compose", of: Composition.allCases.map(\.rawValue)))
    let attribution = table.choice(
      "holiday_attribution", of: Attribution.allCases.map(\.rawValue))
    let workday = table.choice("workday", of: Workday.allCases.map(\.rawValue))
    let weekStart = table.choice("week_start", of: Weekday.allCases.map(\.shortName))
    holidayKinds = table.strings("holiday_kinds") ?? []
    states = table.strings("states") ?? []
    stateCodes = table.strings("state_codes") ?? []
    otherStates = table.strings("other_states") ?? []
    rules = RuleReader(file: table).rules()
    self.id = id ?? ""
    self.name = name ?? ""
    self.authority = authority ?? ""
    self.currency = currency ?? ""
    exampleZone = zone ?? ""
    self.compose = compose.flatMap(Composition.init) ?? .highest
    self.attribution = attribution.flatMap(Attribution.init) ?? .clock
    self.workday = workday.flatMap(Workday.init) ?? .shift
    self.weekStart = Weekday.allCases.first { $0.shortName == weekStart } ?? .monday
    if let currency, !Currency.isCode(currency) {
      table.note("currency", "is not a currency code", value: "\"\(currency)\"")
    }
    let problems = table.problems() + conflicts(file: file)
    guard problems.isEmpty else { throw Problems(problems) }
  }

  /// Ids used twice, states without a name, and rules of one topic with overlapping dates.
  private func conflicts(file: String) -> [Problem] {
    var found: [Problem] = []
    if !stateCodes.isEmpty, stateCodes.count != states.count {
      found.append(
        Problem(
          at: Place(file: file), subject: "state_codes", "are not as many as states",
          value: "\(stateCodes.count)"))
    }
    for (index, rule) in rules.enumerated() {
      if let state = rule.state, !states.contains(state) {
        found.append(
          Problem(
            at: Place(file: file), subject: rule.id, "names a state that the file does not list",
            value: state, maybe: "add it to states = [...]"))
      }
      for other in rules[(index + 1)...] {
        if other.id == rule.id {
          found.append(
            Problem(at: Place(file: file), subject: rule.id, "stands in the file twice"))
        }
        guard other.topic == rule.topic, other.state == rule.state, other.overlaps(rule)
        else { continue }
        found.append(
          Problem(
            at: Place(file: file), subject: other.id,
            "is in force together with \(rule.id), both on \(rule.topic)",
            value: "\(max(rule.from, other.from))",
            maybe: "give the earlier one effective_to = \"\(max(rule.from, other.from) - 1)\""))
      }
    }
    return found
  }

  /// The rules in force on `date` in `state`; a state's rules take the place of the country's of
  /// the same topic.
  public func rules(on date: CivilDate, state: String?) -> [Rule] {
    let current = rules.filter { $0.inForce(on: date) }
    guard let state else { return current.filter { $0.state == nil } }
    let overlaid = Set(current.filter { $0.state == state }.map(\.topic))
    return current.filter {
      $0.state == state || ($0.state == nil && !overlaid.contains($0.topic))
    }
  }

  /// The dates, ascending, on which some rule begins or has just ended.
  var changeDates: [CivilDate] {
    Set(rules.flatMap { [$0.from] + ($0.to.map { [$0 + 1] } ?? []) }).sorted()
  }

  /// Every value that a plan relies on and that nobody has checked against the rule's own text.
  public func unverified(on date: CivilDate, state: String?) -> [Rule] {
    rules(on: date, state: state).filter { $0.mark == .unverified }
  }
}

extension Rule {
  func overlaps(_ other: Rule) -> Bool {
    from <= (other.to ?? CivilDate(dayNumber: .max))
      && other.from <= (to ?? CivilDate(dayNumber: .max))
  }
}
