/// What a roster gives in many weeks that are drawn for it and forgotten: a proof, or a report.
///
/// Weeks are drawn and simulated in pieces, so that memory does not grow with their number; they are the same
/// as those of `FloorStreams` with the seed, on any number of cores.
public struct FloorSample: Sendable {
  /// By day.
  public private(set) var tallies: [FloorTally]
  public private(set) var offers: FloorOffers

  /// `isDetailed`: Answers and waits by week and by step, too. `callsAtOnce`: Calls of a piece, 16 bytes each.
  public init(
    _ model: FloorModel, _ plan: FloorPlan, seed: UInt64, weeks: Range<Int>,
    isDetailed: Bool = false, callsAtOnce: Double = 2.5e5
  ) async {
    let weekCalls = model.queues.reduce(1) { $0 + $1.offered.reduce(0, +) }
    let atOnce = max(1, Int(callsAtOnce / weekCalls))
    let pieces = stride(from: weeks.lowerBound, to: weeks.upperBound, by: atOnce).map {
      $0..<min(weeks.upperBound, $0 + atOnce)
    }
    tallies = []
    offers = FloorOffers(model, weeks: 0)
    await withTaskGroup(of: (Int, [FloorTally], FloorOffers).self) { group in
      for (number, piece) in pieces.enumerated() {
        group.addTask {
          let simulation = FloorSimulation(model, FloorStreams(model, seed: seed, weeks: piece))
          let tallies = (0..<model.days).map {
            simulation.day($0, plan, isDetailed: isDetailed)
          }
          return (number, tallies, simulation.streams.offers)
        }
      }
      var found = [([FloorTally], FloorOffers)?](repeating: nil, count: pieces.count)
      for await (number, tallies, offers) in group { found[number] = (tallies, offers) }
      for case let (tallies, offers)? in found {
        if self.tallies.isEmpty {
          self.tallies = tallies
        } else {
          for day in tallies.indices { self.tallies[day].append(tallies[day]) }
        }
        self.offers.append(offers)
      }
    }
  }
}
