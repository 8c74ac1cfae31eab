internal import Workloads

/// How many seats a floor has to have beyond the people on it.
public struct SeatPolicy: Hashable, Sendable {
  /// Minutes a seat stays taken after a shift.
  public var handover: Int
  /// Share of spare seats, such as 0.05.
  public var spare: Double
  /// Agents for one supervisor.
  public var span: Int
  /// Stations beside the supervisors': quality, trainers, planners.
  public var otherStations: Int
  /// Seats of training rooms.
  public var trainingSeats: Int
  /// Headsets per person, 1.05 for one each and spares.
  public var headsetsPerPerson: Double

  public init(
    handover: Int = 0, spare: Double = 0.05, span: Int = 15, otherStations: Int = 0,
    trainingSeats: Int = 0, headsetsPerPerson: Double = 1.05
  ) {
    self.handover = handover
    self.spare = spare
    self.span = span
    self.otherStations = otherStations
    self.trainingSeats = trainingSeats
    self.headsetsPerPerson = headsetsPerPerson
  }

  /// Seats for a peak of `people` in one pool.
  public func seats(_ people: Int) -> Int { wholeUp(Double(people) * (1 + spare)) }

  /// Supervisor stations for a peak of `people`.
  public func supervisors(_ people: Int) -> Int { span > 0 ? (people + span - 1) / span : 0 }
}

/// What a floor has to hold.
public struct FloorNeed: Hashable, Sendable {
  public struct Pool: Hashable, Sendable {
    public var name: String
    public var peak: Int
    /// When the peak begins and ends, in the unit of the stays.
    public var from: Int
    public var to: Int
    public var seats: Int
  }

  public var pools: [Pool]
  public var rostered: Int
  public var supervisorStations: Int
  public var otherStations: Int
  public var trainingSeats: Int
  public var headsets: Int

  /// Agents' seats in all pools together.
  public var seats: Int { pools.reduce(0) { $0 + $1.seats } }
  /// Peak people on the floor, pool by pool.
  public var peak: Int { pools.reduce(0) { $0 + $1.peak } }
  /// People for each seat that is taken at the peak.
  public var headsPerSeat: Double { peak > 0 ? Double(rostered) / Double(peak) : 0 }

  /// `occupancies`: One per pool, in the order they are to be shown.
  public init(
    occupancies: [(pool: String, occupancy: Occupancy)], whole: Occupancy, rostered: Int,
    policy: SeatPolicy
  ) {
    pools = occupancies.map { name, occupancy in
      let peak = occupancy.peak
      return Pool(
        name: name, peak: peak?.people ?? 0, from: peak?.start ?? 0, to: peak?.end ?? 0,
        seats: policy.seats(peak?.people ?? 0))
    }
    self.rostered = rostered
    supervisorStations = policy.supervisors(whole.peak?.people ?? 0)
    otherStations = policy.otherStations
    trainingSeats = policy.trainingSeats
    headsets = wholeUp(Double(rostered) * policy.headsetsPerPerson)
  }

  /// What daily shifts ask for.
  public init(shifts: [DailyShift], policy: SeatPolicy) {
    let names = Set(shifts.map(\.pool)).sorted()
    self.init(
      occupancies: names.map { name in
        (name, dailyOccupancy(shifts.filter { $0.pool == name }, handover: policy.handover))
      }, whole: dailyOccupancy(shifts, handover: policy.handover),
      rostered: shifts.reduce(0) { $0 + $1.people }, policy: policy)
  }
}
