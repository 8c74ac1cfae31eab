internal import CentreModel
public import CivilTime
internal import Queueing
internal import Simulation

/// The service of one interval of a queue as a simulation found it.
public struct SimulatedService: Hashable, Sendable {
  public var queue: String
  /// The site whose agents serve these contacts.
  public var site: String
  public var start: Instant
  /// Contacts, and what they met; sums, so that intervals add up to days and weeks.
  public var counts: ServiceCounts
  /// Agents on the phone, on average: at work less shrinkage.
  public var agents: Double
  /// The half-width of the 95 % interval of this interval's own service level.
  public var halfWidth: Double
  /// The run of open intervals it was simulated in.
  var stretch: Stretch

  /// A run of open intervals that was simulated as a whole, and how sure its figures are.
  struct Stretch: Hashable, Sendable {
    var start: Instant
    var offered: Double
    var halfWidths: ServiceFigures
  }

  public var offered: Double { counts.offered }
  /// The share answered in time by the queue's own definition.
  public var serviceLevel: Double { counts.figures.serviceLevel }
  public var abandonment: Double { counts.figures.abandonment }
  public var averageSpeedOfAnswerSeconds: Double { counts.figures.averageSpeedOfAnswerSeconds }
}

/// Sums of contacts over intervals, weeks or queues.
public struct ServiceCounts: Hashable, Sendable {
  public var offered = 0.0
  /// The two sides of the service level, by the queue's own definition of it.
  public var inTime = 0.0
  public var judged = 0.0
  public var answered = 0.0
  public var abandoned = 0.0
  public var waitOfAnsweredSeconds = 0.0
  /// Seconds of handling that the answered take.
  public var handlingSeconds = 0.0
  /// Agent-seconds spent handling, and present: until the end of the call in progress.
  public var busySeconds = 0.0
  public var staffedSeconds = 0.0

  public init() {}

  static func + (a: ServiceCounts, b: ServiceCounts) -> ServiceCounts {
    var sum = a
    sum.offered += b.offered
    sum.inTime += b.inTime
    sum.judged += b.judged
    sum.answered += b.answered
    sum.abandoned += b.abandoned
    sum.waitOfAnsweredSeconds += b.waitOfAnsweredSeconds
    sum.handlingSeconds += b.handlingSeconds
    sum.busySeconds += b.busySeconds
    sum.staffedSeconds += b.staffedSeconds
    return sum
  }

  public var figures: ServiceFigures {
    ServiceFigures(
      serviceLevel: judged > 0 ? inTime / judged : 1,
      abandonment: offered > 0 ? abandoned / offered : 0,
      averageSpeedOfAnswerSeconds: answered > 0 ? waitOfAnsweredSeconds / answered : 0,
      occupancy: staffedSeconds > 0 ? busySeconds / staffedSeconds : 0)
  }
}

/// What goals are about, as shares and seconds; or the half-widths of these.
public struct ServiceFigures: Hashable, Sendable {
  public var serviceLevel = 0.0
  public var abandonment = 0.0
  public var averageSpeedOfAnswerSeconds = 0.0
  public var occupancy = 0.0

  init(
    serviceLevel: Double, abandonment: Double, averageSpeedOfAnswerSeconds: Double,
    occupancy: Double
  ) {
    self.serviceLevel = serviceLevel
    self.abandonment = abandonment
    self.averageSpeedOfAnswerSeconds = averageSpeedOfAnswerSeconds
    self.occupancy = occupancy
  }

  public init() {}

  static var all: [WritableKeyPath<ServiceFigures, Double>] {
    [\.serviceLevel, \.abandonment, \.averageSpeedOfAnswerSeconds, \.occupancy]
  }
}

/// The service of some intervals together: a day, a week, several queues.
public struct ServiceTotal: Hashable, Sendable {
  public var counts: ServiceCounts
  public var figures: ServiceFigures { counts.figures }
  /// Of the 95 % intervals of confidence.
  public var halfWidths: ServiceFigures

  public var offered: Double { counts.offered }
}

extension [SimulatedService] {
  /// Rows of several sites added up by queue and interval, in the order of first appearance.
  public func addedUp() -> [SimulatedService] {
    var index: [QueueInterval: Int] = [:]
    var all: [SimulatedService] = []
    for row in self {
      let key = QueueInterval(row.queue, row.start)
      guard let k = index[key] else {
        index[key] = all.count
        all.append(row)
        continue
      }
      let (a, b) = (all[k].offered * all[k].halfWidth, row.offered * row.halfWidth)
      all[k].counts = all[k].counts + row.counts
      all[k].agents += row.agents
      all[k].halfWidth = (a * a + b * b).squareRoot() / Swift.max(all[k].offered, 1e-9)
    }
    return all
  }
}

/// A run of intervals of one queue at one site.
private struct StretchKey: Hashable {
  var queue: String
  var site: String
  var start: Instant
}

extension Collection<SimulatedService> {
  /// All of them together; nil where nobody is expected.
  ///
  /// Stretches are independent of each other, intervals of one stretch are not: a part of a stretch has
  /// the stretch's half-widths, widened as the square root of its smaller share of the contacts.
  public func total() -> ServiceTotal? {
    let counts = reduce(ServiceCounts()) { $0 + $1.counts }
    guard counts.offered > 0 else { return nil }
    var variances = ServiceFigures()
    let parts = Dictionary(grouping: self) {
      StretchKey(queue: $0.queue, site: $0.site, start: $0.stretch.start)
    }
    let order = parts.keys.sorted { a, b in
      (a.queue, a.site, a.start) < (b.queue, b.site, b.start)
    }
    for key in order {
      let own = parts[key, default: []].reduce(0) { $0 + $1.offered }
      guard own > 0, let stretch = parts[key]?.first?.stretch else { continue }
      for figure in ServiceFigures.all {
        let halfWidth =
          stretch.halfWidths[keyPath: figure] * (stretch.offered / own).squareRoot()
        variances[keyPath: figure] += (own * halfWidth) * (own * halfWidth)
      }
    }
    var halfWidths = ServiceFigures()
    for figure in ServiceFigures.all {
      halfWidths[keyPath: figure] = variances[keyPath: figure].squareRoot() / counts.offered
    }
    return ServiceTotal(counts: counts, halfWidths: halfWidths)
  }
}
