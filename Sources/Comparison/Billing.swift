internal import Configuration

/// What the client pays for the work, and what it keeps back when service is missed.
public struct Billing: Hashable, Sendable {
  /// What is counted.
  public enum Basis: String, CaseIterable, Hashable, Sendable {
    case paidHour = "paid-hour"
    case productiveHour = "productive-hour"
    case handledMinute = "handled-minute"
    case contact
    /// A full-time agent for a month.
    case fteMonth = "fte-month"
  }

  /// A rate that holds from a volume on.
  public struct Band: Hashable, Sendable {
    public var from: Double
    public var rate: Double

    public init(from: Double, rate: Double) {
      self.from = from
      self.rate = rate
    }
  }

  public var basis: Basis
  /// ISO 4217.
  public var currency: String
  /// Ascending, the first from 0; volumes are those of the period that is billed.
  public var bands: [Band]
  /// Whether the rate of the band reached holds for the whole volume, not only for what is above.
  public var wholeVolume: Bool
  /// The least that is paid for a week.
  public var weeklyFloor: Double
  /// The share of the fee kept back for each point (0.01) of service level below the goal.
  public var penaltyPerPoint: Double
  /// The most that is kept back, as a share of the fee.
  public var penaltyCap: Double

  public init(
    basis: Basis, currency: String, bands: [Band], wholeVolume: Bool = false,
    weeklyFloor: Double = 0, penaltyPerPoint: Double = 0, penaltyCap: Double = 1
  ) {
    self.basis = basis
    self.currency = currency
    self.bands = bands
    self.wholeVolume = wholeVolume
    self.weeklyFloor = weeklyFloor
    self.penaltyPerPoint = penaltyPerPoint
    self.penaltyCap = penaltyCap
  }

  /// What there is to bill in a period.
  public struct Volumes: Hashable, Sendable {
    public var weeks: Double
    public var paidHours: Double
    public var productiveHours: Double
    public var handledMinutes: Double
    public var contacts: Double
    public var fullTimeAgents: Double

    public init(
      weeks: Double, paidHours: Double, productiveHours: Double, handledMinutes: Double,
      contacts: Double, fullTimeAgents: Double
    ) {
      self.weeks = weeks
      self.paidHours = paidHours
      self.productiveHours = productiveHours
      self.handledMinutes = handledMinutes
      self.contacts = contacts
      self.fullTimeAgents = fullTimeAgents
    }

    /// Adds what another site worked in the same weeks.
    mutating func add(_ other: Volumes) {
      paidHours += other.paidHours
      productiveHours += other.productiveHours
      handledMinutes += other.handledMinutes
      contacts += other.contacts
      fullTimeAgents += other.fullTimeAgents
    }
  }

  /// A bill.
  public struct Bill: Hashable, Sendable {
    /// After the floor, before the penalty.
    public var fee: Double
    /// Whether the floor was higher than the volume's worth.
    public var isFloor: Bool
    public var penalty: Double
    public var revenue: Double { fee - penalty }

    /// The share of the revenue that is left after `cost`; nil without revenue.
    public func margin(cost: Double) -> Double? {
      revenue > 0 ? (revenue - cost) / revenue : nil
    }
  }

  /// The bill for `volumes` with a service level that missed its goal by `shortfall` (0 or more).
  public func bill(_ volumes: Volumes, shortfall: Double) -> Bill {
    let volume =
      switch basis {
      case .paidHour: volumes.paidHours
      case .productiveHour: volumes.productiveHours
      case .handledMinute: volumes.handledMinutes
      case .contact: volumes.contacts
      case .fteMonth: volumes.fullTimeAgents * volumes.weeks * 12 / 52
      }
    let worth = worth(volume)
    let floor = weeklyFloor * volumes.weeks
    let fee = max(worth, floor)
    let kept = min(penaltyCap, max(0, shortfall) * 100 * penaltyPerPoint)
    return Bill(fee: fee, isFloor: floor > worth, penalty: fee * kept)
  }

  private func worth(_ volume: Double) -> Double {
    if wholeVolume {
      return volume * (bands.last { $0.from <= volume }?.rate ?? bands.first?.rate ?? 0)
    }
    var total = 0.0
    for (index, band) in bands.enumerated() where volume > band.from {
      let to = index + 1 < bands.count ? min(volume, bands[index + 1].from) : volume
      total += (to - band.from) * band.rate
    }
    return total
  }
}

extension Billing {
  /// Reads a `billing` table; nil when there is none or it cannot be used.
  static func read(_ table: ConfigTable?) -> Billing? {
    guard let table else { return nil }
    let basis = table.required("per", table.choice("per", of: Basis.allCases.map(\.rawValue)))
      .flatMap(Basis.init)
    let currency = table.required("currency", code(table, "currency"))
    let whole = table.flag("whole_volume") ?? false
    let floor = table.number("weekly_floor", in: 0...1e12) ?? 0
    let penalty = table.number("penalty_per_point", in: 0...1) ?? 0
    let cap = table.number("penalty_cap", in: 0...1) ?? 1
    var bands = table.tables("bands").compactMap { band -> Band? in
      guard let from = band.required("from", band.number("from", in: 0...1e12)),
        let rate = band.required("rate", band.number("rate", in: 0...1e9))
      else { return nil }
      return Band(from: from, rate: rate)
    }
    if let rate = table.number("rate", in: 0...1e9) {
      bands.insert(Band(from: 0, rate: rate), at: 0)
    }
    if bands.first?.from != 0 {
      table.note("rate", "is missing", maybe: "add rate = …, or bands of which the first is from 0")
    }
    if zip(bands, bands.dropFirst()).contains(where: { $0.from >= $1.from }) {
      table.note("bands", "are not ascending by from")
    }
    guard let basis, let currency, bands.first?.from == 0 else { return nil }
    return Billing(
      basis: basis, currency: currency, bands: bands, wholeVolume: whole, weeklyFloor: floor,
      penaltyPerPoint: penalty, penaltyCap: cap)
  }
}
