/// One labour rule as data: a key of the roster's rules, a value in the measure of that key, the dates
/// between which it holds, and whether it may be broken.
public struct LabourLimit: Hashable, Sendable {
  /// The rule that is cited.
  public var rule: String
  /// A key of the rules file, such as `rest`, or `cost.NAME`; ``LimitMeasure/of(key:)`` says in what it
  /// is measured.
  public var key: String
  public var value: LimitValue
  /// Hard rules are never broken; soft ones cost `weight`.
  public var hard: Bool
  public var weight: Double?
  /// First and last local date on which it holds, where that is less than the period.
  public var fromDate: String?
  public var toDate: String?
  public var note: String?

  public init(
    rule: String, key: String, value: LimitValue, hard: Bool = true, weight: Double? = nil,
    fromDate: String? = nil, toDate: String? = nil, note: String? = nil
  ) {
    self.rule = rule
    self.key = key
    self.value = value
    self.hard = hard
    self.weight = weight
    self.fromDate = fromDate
    self.toDate = toDate
    self.note = note
  }
}

/// The value of a ``LabourLimit``.
public enum LimitValue: Hashable, Sendable {
  /// Shifts, days, weekends or nights.
  case count(Int)
  /// Seconds: of rest, of paid time, between starts.
  case seconds(Int)
  /// On or off.
  case flag(Bool)
  /// What employment costs, in the unit of its ``CostParameter``.
  case amount(Double)

  public var measure: LimitMeasure {
    switch self {
    case .count: .count
    case .seconds: .seconds
    case .flag: .flag
    case .amount: .amount
    }
  }

  /// The value as a roster's limits count: a number, seconds, 1 for on; nil for an amount.
  public var whole: Int? {
    switch self {
    case .count(let n), .seconds(let n): n
    case .flag(let isOn): isOn ? 1 : 0
    case .amount: nil
    }
  }

  /// What employment costs; nil for the limits of a roster.
  public var amount: Double? { if case .amount(let x) = self { x } else { nil } }
}

/// What the value of a ``LabourLimit`` counts; raw values are the members of its JSON.
public enum LimitMeasure: String, CaseIterable, Hashable, Sendable {
  case count, seconds, flag, amount

  /// The measure of a key; nil for a key that the contract does not know.
  public static func of(key: String) -> LimitMeasure? {
    key.hasPrefix(LabourLimit.costPrefix) ? .amount : keys[key]
  }

  /// The keys of a roster's rules.
  public static let keys: [String: LimitMeasure] = [
    "rest": .seconds, "rest_after_nights": .seconds, "max_start_spread": .seconds,
    "max_earlier_start": .seconds, "min_hours_per_week": .seconds,
    "max_hours_per_week": .seconds, "min_hours": .seconds, "max_hours": .seconds,
    "min_shifts_per_week": .count, "max_shifts_per_week": .count,
    "wished_shifts_per_week": .count, "min_shifts": .count, "max_shifts": .count,
    "days_off_together": .count, "max_days_in_row": .count, "min_days_in_row": .count,
    "min_days_off_in_row": .count, "max_weekends": .count, "max_weekends_per_month": .count,
    "max_nights_per_week": .count, "max_nights_in_row": .count, "max_nights": .count,
    "whole_weekends": .flag,
  ]

  /// In a sentence: `a number of seconds`.
  public var words: String {
    switch self {
    case .count: "a count"
    case .seconds: "seconds"
    case .flag: "true or false"
    case .amount: "an amount"
    }
  }
}

extension LabourLimit {
  /// Before the name of a ``CostParameter``.
  public static let costPrefix = "cost."

  /// The parameter of what employment costs that it sets; nil for a limit of a roster.
  public var costName: String? {
    key.hasPrefix(Self.costPrefix) ? String(key.dropFirst(Self.costPrefix.count)) : nil
  }
}

// MARK: - JSON

extension LabourLimit: ContractCodable {
  enum CodingKeys: String, CodingKey {
    case rule, key, count, seconds, flag, amount, value, hard, weight, note
    case fromDate = "from_date"
    case toDate = "to_date"
  }

  /// Reads exactly one of `count`, `seconds`, `flag` and `amount`, or `value`, in which a plugin built
  /// for contract 1.0 says what would stand in a rules file: a number, a truth, a duration (`"11h"`).
  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    rule = try members.decode(String.self, forKey: .rule)
    key = try members.decode(String.self, forKey: .key)
    hard = try members.decode(Bool.self, forKey: .hard)
    weight = try members.decodeIfPresent(Double.self, forKey: .weight)
    fromDate = try members.decodeIfPresent(String.self, forKey: .fromDate)
    toDate = try members.decodeIfPresent(String.self, forKey: .toDate)
    note = try members.decodeIfPresent(String.self, forKey: .note)
    let typed: [CodingKeys] = [.count, .seconds, .flag, .amount].filter { members.contains($0) }
    guard typed.count <= 1 else {
      throw ContractMismatch(
        path: ContractCoding.path(members.codingPath),
        what: "has both \(typed[0].rawValue) and \(typed[1].rawValue)")
    }
    let path = ContractCoding.path(members.codingPath + [typed.first ?? .value])
    switch typed.first {
    case .count: value = .count(try wholeNumber(members.decode(Double.self, forKey: .count), path))
    case .seconds:
      value = .seconds(try wholeNumber(members.decode(Double.self, forKey: .seconds), path))
    case .flag: value = .flag(try members.decode(Bool.self, forKey: .flag))
    case .amount: value = .amount(try members.decode(Double.self, forKey: .amount))
    default:
      value = try LimitValue(
        ofOldForm: members.decode(AnyJSON.self, forKey: .value), key: key, path: path)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(rule, forKey: .rule)
    try members.encode(key, forKey: .key)
    switch value {
    case .count(let n): try members.encode(n, forKey: .count)
    case .seconds(let n): try members.encode(n, forKey: .seconds)
    case .flag(let isOn): try members.encode(isOn, forKey: .flag)
    case .amount(let x): try members.encode(x, forKey: .amount)
    }
    try members.encode(hard, forKey: .hard)
    try members.encodeIfPresent(weight, forKey: .weight)
    try members.encodeIfPresent(fromDate, forKey: .fromDate)
    try members.encodeIfPresent(toDate, forKey: .toDate)
    try members.encodeIfPresent(note, forKey: .note)
  }
}

extension LimitValue {
  /// The value as contract 1.0 wrote it, by the measure of its key: the only place that reads it.
  ///
  /// - Throws: ``ContractMismatch`` where it is not of that measure.
  init(ofOldForm json: AnyJSON, key: String, path: String) throws(ContractMismatch) {
    let measure = LimitMeasure.of(key: key)
    switch (json, measure) {
    case (.bool(let isOn), _): self = .flag(isOn)
    case (.string(let text), _):
      guard let seconds = Self.seconds(ofDuration: text) else {
        throw ContractMismatch(path: path, what: "is no duration such as \"11h\": \"\(text)\"")
      }
      self = .seconds(seconds)
    case (.number(let x), .amount?): self = .amount(x)
    // A rules file writes paid time as a number of hours, and other times as durations.
    case (.number(let x), .seconds?):
      guard key.contains("hours") else {
        throw ContractMismatch(
          path: path, what: "is \(x), and \(key) is a duration such as \"11h\"")
      }
      self = .seconds(try wholeNumber((x * 3600).rounded(), path))
    case (.number(let x), _): self = .count(try wholeNumber(x, path))
    default: throw ContractMismatch(path: path, what: "has the wrong type")
    }
  }

  /// `1d12h`, `11h`, `90m`, `45s`: units descending, each at most once; nil for anything else.
  private static func seconds(ofDuration text: String) -> Int? {
    let units: [(letter: Character, seconds: Int)] = [
      ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
    ]
    var total = 0
    var digits = ""
    var next = 0
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      guard digits.count <= 8, let count = Int(digits),
        let unit = units[next...].firstIndex(where: { $0.letter == character })
      else { return nil }
      total += count * units[unit].seconds
      digits = ""
      next = unit + 1
    }
    return digits.isEmpty && next > 0 ? total : nil
  }
}

/// A number of JSON as a whole one.
private func wholeNumber(_ x: Double, _ path: String) throws(ContractMismatch) -> Int {
  // Beyond 2^53 neighbouring whole numbers are one.
  guard x == x.rounded(), abs(x) < 9e15 else {
    throw ContractMismatch(path: path, what: "is \(x), which is no whole number that is counted")
  }
  return Int(x)
}
