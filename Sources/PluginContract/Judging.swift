/// What a rule has to say about a shift or a plan.
public struct Finding: ContractCodable, Hashable, Sendable {
  public enum Severity: String, Codable, CaseIterable, Hashable, Sendable {
    /// A rule is broken.
    case violation
    /// A rule is close to being broken, or cannot be judged.
    case warning
    case note
  }

  public var severity: Severity
  /// The id of the rule; `muster plugins show` prints what it says.
  public var rule: String
  /// A sentence with the numbers in it.
  public var message: String
  public var agent: String?
  public var queue: String?
  public var site: String?
  public var startUnix: Int64?
  public var endUnix: Int64?
  /// A way out.
  public var maybe: String?

  enum CodingKeys: String, CodingKey {
    case severity, rule, message, agent, queue, site, maybe
    case startUnix = "start_unix"
    case endUnix = "end_unix"
  }

  public init(
    _ severity: Severity, rule: String, _ message: String, agent: String? = nil,
    queue: String? = nil, site: String? = nil, startUnix: Int64? = nil, endUnix: Int64? = nil,
    maybe: String? = nil
  ) {
    self.severity = severity
    self.rule = rule
    self.message = message
    self.agent = agent
    self.queue = queue
    self.site = site
    self.startUnix = startUnix
    self.endUnix = endUnix
    self.maybe = maybe
  }
}

/// The answer of `shifts` and `audit`.
public struct FindingsAnswer: ContractCodable, Hashable, Sendable {
  public var findings: [Finding]

  public init(findings: [Finding]) { self.findings = findings }
}

public struct ResourcesAnswer: ContractCodable, Hashable, Sendable {
  public var resources: [Resource]
  public var suggestions: [Suggestion]

  public init(resources: [Resource], suggestions: [Suggestion] = []) {
    self.resources = resources
    self.suggestions = suggestions
  }
}

/// Something a roster takes: seats, trunks, headsets, supervisor stations.
public struct Resource: ContractCodable, Hashable, Sendable {
  /// `seats`, `trunks`, …
  public var id: String
  public var name: String
  public var quantity: Int
  public var site: String?
  /// The part that is kept apart, such as a client's own seats.
  public var pool: String?
  /// When the most are taken.
  public var peakUnix: Int64?
  /// How the number came about.
  public var note: String?

  enum CodingKeys: String, CodingKey {
    case id, name, quantity, site, pool, note
    case peakUnix = "peak_unix"
  }

  public init(
    id: String, name: String, quantity: Int, site: String? = nil, pool: String? = nil,
    peakUnix: Int64? = nil, note: String? = nil
  ) {
    self.id = id
    self.name = name
    self.quantity = quantity
    self.site = site
    self.pool = pool
    self.peakUnix = peakUnix
    self.note = note
  }
}

/// A change that would save some of a resource.
public struct Suggestion: ContractCodable, Hashable, Sendable {
  public var message: String
  /// ``Resource/id``.
  public var resource: String?
  /// How many it saves.
  public var saves: Double?

  public init(_ message: String, resource: String? = nil, saves: Double? = nil) {
    self.message = message
    self.resource = resource
    self.saves = saves
  }
}

public struct ReportAnswer: ContractCodable, Hashable, Sendable {
  public var sections: [ReportSection]

  public init(sections: [ReportSection]) { self.sections = sections }
}

public struct ReportSection: ContractCodable, Hashable, Sendable {
  public var id: String
  public var title: String
  /// Paragraphs of plain text.
  public var text: [String]
  public var tables: [ReportTable]

  public init(id: String, title: String, text: [String] = [], tables: [ReportTable] = []) {
    self.id = id
    self.title = title
    self.text = text
    self.tables = tables
  }
}

public struct ReportTable: ContractCodable, Hashable, Sendable {
  public var title: String
  public var columns: [ReportColumn]
  /// As many cells as columns: text, number, true/false or null.
  public var rows: [[AnyJSON]]

  public init(title: String, columns: [ReportColumn], rows: [[AnyJSON]]) {
    self.title = title
    self.columns = columns
    self.rows = rows
  }
}

public struct ReportColumn: ContractCodable, Hashable, Sendable {
  public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
    case text, number, share, instant
  }

  public var name: String
  public var kind: Kind
  /// `s`, `h`, `erl`, a currency; empty for a plain number.
  public var unit: String?
  /// Decimals shown of a number.
  public var decimals: Int?

  public init(_ name: String, _ kind: Kind = .text, unit: String? = nil, decimals: Int? = nil) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.decimals = decimals
  }
}
