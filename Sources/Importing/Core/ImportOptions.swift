public import CivilTime

/// How telephone-system files are to be imported.
public struct ImportOptions: Sendable {
  /// The name of the format; nil finds it out.
  public var format: String?
  /// The clocks of times without an offset in the files; nil where only ``zone`` is given.
  public var sourceZone: Zone?
  /// The clocks of the history to be written; nil takes ``sourceZone``.
  public var zone: Zone?
  /// The interval to count in; nil takes the one of the file, or half an hour.
  public var intervalSeconds: Int?
  /// What an interval without a record means; nil takes what the format says.
  public var absent: AbsentRows?
  /// Seconds within which a contact counts as answered in time.
  public var withinSeconds = 20.0
  /// Seconds up to which an abandonment is short.
  public var shortAbandonSeconds = 5.0
  /// After-call work of every contact answered, where the format records none.
  public var wrapUpSeconds = 0.0
  /// The name of the queue where the files name none.
  public var queue = "main"
  /// How dates such as 07/09/2026 are written, where the file does not prove it.
  public var dateOrder: DateOrder?
  /// Which columns hold what, instead of guessing.
  public var mapping: ImportMapping?
  /// The queues of the centre that takes the history in: names of the files that differ from one of them
  /// only in blanks, marks and capitals are taken for it.
  public var knownQueues: [String] = []
  /// Whether rejected lines are kept, masked.
  public var keepsRejects = false

  /// A table or query of a database, read in place of files.
  public var database: DatabaseSource?

  /// Is told from time to time how much of a step is done, 0 to 1.
  public var onProgress: (@Sendable (ImportStep, Double) -> Void)?

  public init() {}
}

/// What an import is about.
public enum ImportStep: String, Sendable {
  /// The files are read.
  case reading = "read"
  /// The history is counted from all contacts that are kept.
  case counting = "counted"
}

/// The order of day, month and year in a written date.
public enum DateOrder: String, CaseIterable, Sendable {
  case dmy, mdy, ymd
}
