// How busy a dialler that looks at its agents keeps them within a limit on lost calls.
//
// Goal: the highest occupancy at which at most a share of live answers is lost, for any team, contact rate,
// ring and handling time.
// Method: `Data/dialled-occupancy.csv` holds what simulations found: lines are dialled in proportion to
// the agents who are free, or who will be when the line answers; a dial that is answered is so after half
// the ring time; handling is exponential; who waits longer than 2 s is lost. The factor of each rule was
// raised as long as the upper end of the 95 % interval of the share lost (8 runs of 1,500 answers) stayed
// within the limit; the better rule stands there. Between the points the logarithms of agents, contact rate
// and ring over handling time, and the limit, are interpolated linearly.
// Conditions: limits of 1 to 5 % and a grace of 2 s or more; outside, and where nothing was simulated, the
// caller falls back on pacing that is blind to its agents. `Simulation.DialerSimulation` is the model, and
// tests compare the two.

internal import Glibc

/// What dialling in proportion to free agents gives.
public struct DialledOccupancy: Hashable, Sendable {
  /// Share of their time that agents are busy with contacts.
  public var occupancy: Double
  /// Share of live answers that find no agent.
  public var lost: Double

  /// Nil where nothing was simulated.
  public init?(
    agents: Double, contactRate: Double, ringSeconds: Double, handlingSeconds: Double,
    graceSeconds: Double, limit: Double
  ) {
    let table = Self.table
    guard agents >= 1, contactRate >= table.rates[0], handlingSeconds > 0, ringSeconds > 0,
      graceSeconds >= 2, limit >= table.limits[0], !table.cells.isEmpty
    else { return nil }
    let places = [
      Self.place(limit, table.limits, isLogarithmic: false), Self.place(agents, table.agents),
      Self.place(ringSeconds / handlingSeconds, table.rings),
      Self.place(contactRate, table.rates),
    ]
    var occupancy = 0.0
    var lost = 0.0
    for corner in 0..<16 {
      var weight = 1.0
      var index = 0
      for (k, place) in places.enumerated() {
        let isUpper = corner >> k & 1 == 1
        weight *= isUpper ? place.share : 1 - place.share
        let position = isUpper && place.share > 0 ? place.index + 1 : place.index
        index = index * table.counts[k] + position
      }
      guard weight > 0 else { continue }
      occupancy += weight * table.cells[index].occupancy
      lost += weight * table.cells[index].lost
    }
    self.occupancy = min(1, occupancy)
    self.lost = min(limit, lost)
  }

  init(occupancy: Double, lost: Double) {
    self.occupancy = occupancy
    self.lost = lost
  }

  /// Where `x` lies in an ascending grid; beyond its ends, at the end.
  private static func place(
    _ x: Double, _ grid: [Double], isLogarithmic: Bool = true
  ) -> (index: Int, share: Double) {
    guard let first = grid.first, let last = grid.last, x > first else { return (0, 0) }
    guard x < last else { return (grid.count - 1, 0) }
    let upper = grid.firstIndex { $0 > x } ?? grid.count - 1
    let (a, b) = (grid[upper - 1], grid[upper])
    return (
      upper - 1, isLogarithmic ? log(x / a) / log(b / a) : (x - a) / (b - a)
    )
  }

  private struct Table: Sendable {
    var limits: [Double] = []
    var agents: [Double] = []
    var rings: [Double] = []
    var rates: [Double] = []
    /// By limit, agents, ring over handling time, contact rate.
    var cells: [DialledOccupancy] = []
    var counts: [Int] { [limits.count, agents.count, rings.count, rates.count] }
  }

  private static let table: Table = {
    var rows: [[Double]] = []
    for line in PackageResources.dialled_occupancy_csv.split(separator: 10).dropFirst() {
      let cells = line.split(separator: 44).map { Double(String(decoding: $0, as: UTF8.self)) }
      let numbers = cells.compactMap { $0 }
      if numbers.count == 6 { rows.append(numbers) }
    }
    func grid(_ k: Int) -> [Double] { Set(rows.map { $0[k] }).sorted() }
    var table = Table(limits: grid(0), agents: grid(1), rings: grid(2), rates: grid(3))
    // The rows are sorted as the cells are meant; a table with holes is none.
    rows.sort { $0.lexicographicallyPrecedes($1) }
    guard rows.count == table.counts.reduce(1, *), !rows.isEmpty else { return Table() }
    table.cells = rows.map { DialledOccupancy(occupancy: $0[4], lost: $0[5]) }
    return table
  }()
}
