public import CentreModel
public import CivilTime

/// The forecast of one queue with the evidence for it.
public struct QueueForecast: Sendable {
  public var queue: String
  public var intervalSeconds: Int
  /// One row an interval of the horizon, ascending; closed ones are exactly 0.
  public var rows: [ForecastRow]
  public var evidence: ForecastEvidence
  /// The distribution behind the bounds.
  public var distribution: DemandDistribution
  /// What the other methods forecast, contacts by row.
  public var alternatives: [ForecastMethod: [Double]]
  /// Contacts as forecast from the origins of the trials, by their date; kept where the setting says so.
  var trials: [CivilDate: [Instant: Double]] = [:]

  public init(
    queue: String, intervalSeconds: Int, rows: [ForecastRow], evidence: ForecastEvidence,
    distribution: DemandDistribution, alternatives: [ForecastMethod: [Double]] = [:]
  ) {
    self.queue = queue
    self.intervalSeconds = intervalSeconds
    self.rows = rows
    self.evidence = evidence
    self.distribution = distribution
    self.alternatives = alternatives
  }
}

/// Why a forecast is what it is.
public struct ForecastEvidence: Hashable, Sendable {
  /// A method tried on the weeks before the origin, each forecast as if from before it.
  public struct Trial: Hashable, Sendable {
    public var method: ForecastMethod
    /// Percent of the contacts: sum of absolute interval errors over sum of contacts.
    public var wape: Double
    /// The same for day totals.
    public var dayWAPE: Double
    /// Percent: what was forecast too much, over all contacts.
    public var bias: Double

    public init(method: ForecastMethod, wape: Double, dayWAPE: Double, bias: Double) {
      self.method = method
      self.wape = wape
      self.dayWAPE = dayWAPE
      self.bias = bias
    }
  }
  /// What a named day, event or drop was learnt to do.
  public struct LearntEffect: Hashable, Sendable {
    public var name: String
    /// Percent by which it changes the day's contacts.
    public var percent: Double
    /// How many past days it was learnt from.
    public var days: Int

    public init(name: String, percent: Double, days: Int) {
      self.name = name
      self.percent = percent
      self.days = days
    }
  }
  /// The method that made the numbers.
  public var method: ForecastMethod
  /// Every method tried, best first, the losers too.
  public var trials: [Trial]
  /// The number of weeks the trials rest on.
  public var trialWeeks: Int
  /// Percent: the error that remains when the true rate is known (Poisson).
  public var noiseFloor: Double?
  /// The effects of the calendar and of events.
  public var effects: [LearntEffect]
  /// The last lasting change of the level, where it is recent.
  public var levelChange: LevelChange?
  /// What the reader should know, in sentences.
  public var remarks: [String]
  /// First and last date of the history used.
  public var historyFrom: CivilDate?
  public var historyTo: CivilDate?

  public init(
    method: ForecastMethod, trials: [Trial] = [], trialWeeks: Int = 0, noiseFloor: Double? = nil,
    effects: [LearntEffect] = [], remarks: [String] = [], historyFrom: CivilDate? = nil,
    historyTo: CivilDate? = nil
  ) {
    self.method = method
    self.trials = trials
    self.trialWeeks = trialWeeks
    self.noiseFloor = noiseFloor
    self.effects = effects
    self.remarks = remarks
    self.historyFrom = historyFrom
    self.historyTo = historyTo
  }
}
