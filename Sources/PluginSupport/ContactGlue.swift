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
///
/// What it does not know is closed: a place or a kind of contact without a rule is refused by name.
public struct ContactDesk: Sendable {
  public let book: RuleBook
  public let examples: [RuleCase]
  /// The holidays that the settings name for everybody, or all of the centre's.
  public let holidays: Set<CivilDate>
  /// The rules in the words of the contract.
  public let rules: [Rule]
  private let places: Places
  private let legal: LegalHolidays
  /// Holidays that count for everybody, wherever they are.
  private let common: Set<CivilDate>
  /// The period planned; nil where nothing is.
  private let period: ClosedRange<CivilDate>?

  /// Of the arguments:
  /// - `shipped`: The rules of the plugin's data file; none means that it could not be read.
  /// - `examples`: Their examples; those of overridden rules are left out.
  /// - `file`: Name of the user's own rule file, as the settings have it; nil for none.
  /// - `calendar`: A holiday calendar that counts for everybody who is called; nil for none. Calendars
  ///   named after a jurisdiction, such as `US-PA` or `US`, count for the people there without it.
  public init(
    shipped: [ContactRule], examples: [RuleCase], file: String?, calendar: String?,
    _ configuration: PluginConfiguration
  ) throws(PluginFailure) {
    guard !shipped.isEmpty else {
      throw PluginFailure(
        "its own rules cannot be read: nobody may be called", status: MUSTER_E_CONFIG)
    }
    var own: [ContactRule] = []
    if let file {
      guard let text = configuration.files[file] else {
        throw .setting("rules", "\(file) was not given to the plugin")
      }
      do throws(Problem) { own = try ContactRule.read(file: file, bytes: Array(text.utf8)) } catch {
        throw .setting("rules", "\(error)")
      }
    }
    let changed = Set(own.map(\.id))
    let all = ContactRule.merge(shipped, overrides: own)
    let kept = examples.filter { !changed.contains($0.rule) }
    book = RuleBook(all)
    self.examples = kept
    rules = all.map { Rule($0, examples: kept) }
    for rule in own {
      guard let zone = rule.zone else { continue }
      guard (try? ZoneDatabase.system.zone(zone)) != nil else {
        throw .setting("rules", "rule \(rule.id) names the zone \(zone), which is none")
      }
    }
    do throws(Problem) {
      places = try ServiceRules.places()
      var legal = try ServiceRules.legalHolidays()
      for holiday in configuration.centre.holidays {
        if let date = CivilDate(holiday.date) { legal.add([date], to: holiday.calendar) }
      }
      self.legal = legal
    } catch {
      throw PluginFailure("places and holidays cannot be read: \(error)", status: MUSTER_E_CONFIG)
    }
    let dates = configuration.centre.holidays.filter { calendar == nil || $0.calendar == calendar }
      .compactMap { CivilDate($0.date) }
    holidays = Set(dates)
    common = calendar == nil ? [] : Set(dates)
    let centre = configuration.centre
    let clock = (try? ZoneDatabase.system.zone(centre.zone)) ?? .utc
    period =
      centre.fromUnix < centre.toUnix
      ? clock.date(
        at: Instant(seconds: centre.fromUnix))...clock.date(
          at: Instant(seconds: centre.toUnix) - 1) : nil
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

  /// The people of a part of a list, whose hours are known; their zones are the places' own where none
  /// are given.
  ///
  /// `setting`: The settings the part stands in, such as `lists[0].segments[1]`.
  /// - Throws: A ``PluginFailure`` that names the kind of contact, place or zone nothing is known of.
  public func people(
    scope: String, jurisdictions: [String], zones: [String]?, facts: [String: String] = [:],
    setting: String, placeKey: String = "jurisdictions"
  ) throws(PluginFailure) -> ContactCase {
    if let gap = gap(scope, jurisdictions) {
      throw .setting("\(setting).\(placeKey)", gap.sentence)
    }
    guard let names = zones ?? known(jurisdictions) else {
      throw .setting(
        "\(setting).zones",
        "is missing: the zones of \(jurisdictions.joined(separator: ", ")) are not known here")
    }
    return contact(
      scope, jurisdictions, try Self.zones(names, setting: "\(setting).zones"), facts)
  }

  private func gap(_ scope: String, _ jurisdictions: [String]) -> RuleGap? {
    book.gap(
      scope: scope, jurisdictions: jurisdictions, places: places, from: period?.lowerBound,
      to: period?.upperBound)
      ?? (common.isEmpty
        ? jurisdictions.lazy.compactMap {
          book.holidayGap(scope: scope, jurisdiction: $0, legal)
        }.first : nil)
  }

  /// The zones of places; nil where one has none that are known.
  private func known(_ jurisdictions: [String]) -> [String]? {
    var all: [String] = []
    for place in jurisdictions {
      guard let zones = places[place]?.zones else { return nil }
      all += zones.filter { !all.contains($0) }
    }
    return all.isEmpty ? nil : all
  }

  private func contact(
    _ scope: String, _ jurisdictions: [String], _ zones: [Zone], _ facts: [String: String]
  ) -> ContactCase {
    var contact = ContactCase(
      scope: scope, jurisdictions: jurisdictions, zones: zones, holidays: common, facts: facts)
    guard let period else { return contact }
    for place in jurisdictions {
      contact.legalHolidays[place] = legal.dates(
        of: place, from: period.lowerBound, to: period.upperBound)
    }
    return contact
  }

  /// The answer of the windows hook about people who are on no list of the plugin.
  ///
  /// - Throws: A pass where the plugin has no rules on such contacts, a failure where it has, and does
  ///   not know the place.
  public func windows(_ question: WindowsQuestion) throws(PluginFailure) -> WindowsAnswer {
    guard question.toUnix > question.fromUnix, book.scopes.contains(question.scope),
      !question.jurisdictions.isEmpty
    else { throw .pass }
    if let gap = gap(question.scope, question.jurisdictions) {
      throw PluginFailure(gap.sentence, status: MUSTER_E_QUESTION)
    }
    var names = question.zones
    if names.isEmpty { names = known(question.jurisdictions) ?? [] }
    var zones: [Zone] = []
    for name in names {
      guard let zone = try? ZoneDatabase.system.zone(name) else {
        throw PluginFailure("\(name) is not a time zone", status: MUSTER_E_QUESTION)
      }
      zones.append(zone)
    }
    guard !zones.isEmpty else {
      throw PluginFailure(
        "no time zone is given for the people, and none is known", status: MUSTER_E_QUESTION)
    }
    let facts = (question.facts ?? [:]).compactMapValues { plainText($0) }
    return windows(
      [contact(question.scope, question.jurisdictions, zones, facts)], question)
  }

  /// The answer of the windows hook about a list: when somebody on it may be called.
  public func windows(_ people: [ContactCase], _ question: WindowsQuestion) -> WindowsAnswer {
    let (from, to) = (Instant(seconds: question.fromUnix), Instant(seconds: question.toUnix))
    let all = people.flatMap { book.windows($0, from: from, to: to) }
      .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    var joined: [ContactWindow] = []
    for window in all {
      if let last = joined.indices.last, window.start.seconds <= joined[last].endUnix {
        joined[last].endUnix = max(joined[last].endUnix, window.end.seconds)
        joined[last].rules = Set(joined[last].rules + window.rules).sorted()
      } else {
        joined.append(
          ContactWindow(
            startUnix: window.start.seconds, endUnix: window.end.seconds, rules: window.rules))
      }
    }
    return WindowsAnswer(windows: joined)
  }

  /// The answer of the caps hook.
  public func caps(_ question: CapsQuestion) throws(PluginFailure) -> CapsAnswer {
    guard let date = CivilDate(question.date) else {
      throw PluginFailure("\(question.date) is not a date", status: MUSTER_E_QUESTION)
    }
    let contact = ContactCase(
      scope: question.scope, jurisdictions: question.jurisdictions, zones: [.utc],
      facts: (question.facts ?? [:]).compactMapValues { plainText($0) })
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
