// What a telephone system would have counted.
//
// Contacts are Poisson with a rate that is itself random: the expectation times a day effect
// (log-normal, correlated from day to day) times an interval effect (gamma). So counts are
// over-dispersed as real ones are, and the best possible forecast has a noise floor that can be
// computed. Handling times are gamma; the sum over n contacts is drawn at once, which is exact.
// Abandonments are binomial with a probability that rises when more contacts come than expected.
// Now and then the telephone system records nothing for a while: those rows are missing.

internal import CivilTime

/// One row of the history of one queue; nil counts are a closed interval.
struct GeneratedRow: Hashable, Sendable {
  var start: Instant
  var queue: String
  var counts: Counts?

  struct Counts: Hashable, Sendable {
    var offered: Int
    var handled: Int
    var abandoned: Int
    var handleSeconds: Int
  }
}

/// The history of a queue from one date to before another, ascending.
func generateHistory(
  _ model: DemandModel, from first: CivilDate, to end: CivilDate, zone: Zone, seed: UInt64
) -> [GeneratedRow] {
  let queue = model.queue
  var random = RandomSource(seed: seed, purpose: "history of \(queue.id)")
  let outages = drawOutages(model, from: first, to: end, zone: zone, seed: seed)
  let interval = model.intervalSeconds
  var rows: [GeneratedRow] = []
  var memory = random.normal()
  for day in 0..<(end - first) {
    let date = first + day
    let fresh = (1 - queue.dayMemory * queue.dayMemory).squareRoot()
    memory = queue.dayMemory * memory + fresh * random.normal()
    let spread = queue.daySpread
    let dayEffect = portableExp(spread * memory - spread * spread / 2)
    let handlingEffect = 1 + 0.015 * random.normal()
    let isClosed = model.isClosed(date)
    let open = queue.hours.open(on: date, in: zone)
    for slot in zone.intervals(of: date, length: interval) {
      let start = slot.lowerBound
      guard open.contains(where: { $0.contains(start) }), !outages.contains(start) else { continue }
      if isClosed {
        rows.append(GeneratedRow(start: start, queue: queue.id, counts: nil))
        continue
      }
      let clock = zone.local(at: start).secondsOfDay
      let noise = intervalNoise(&random, spread: queue.intervalSpread)
      let excess = dayEffect * noise
      let offered = random.poisson(model.contacts(date, clock) * excess)
      let leaving = queue.abandonment * portablePower(max(0.01, excess), queue.abandonmentPower)
      let abandoned = random.binomial(offered, min(0.6, leaving))
      let handled = offered - abandoned
      let mean = model.handlingSeconds(date, clock) * handlingEffect
      rows.append(
        GeneratedRow(
          start: start, queue: queue.id,
          counts: .init(
            offered: offered, handled: handled, abandoned: abandoned,
            handleSeconds: handlingSum(&random, handled, mean: mean, spread: queue.handlingSpread)))
      )
    }
  }
  return rows
}

/// A factor with mean 1.
private func intervalNoise(_ random: inout RandomSource, spread: Double) -> Double {
  guard spread > 0 else { return 1 }
  let shape = 1 / (spread * spread)
  return random.gamma(shape: shape) / shape
}

/// Whole seconds that `count` gamma distributed handling times add up to.
private func handlingSum(
  _ random: inout RandomSource, _ count: Int, mean: Double, spread: Double
) -> Int {
  guard count > 0 else { return 0 }
  let shape = 1 / (spread * spread)
  return Int((random.gamma(shape: shape * Double(count)) / shape * mean).rounded())
}

/// The starts of intervals in which nothing was recorded.
private func drawOutages(
  _ model: DemandModel, from first: CivilDate, to end: CivilDate, zone: Zone, seed: UInt64
) -> Set<Instant> {
  // The whole telephone system fails, so every queue draws the same.
  var random = RandomSource(seed: seed, purpose: "outages")
  let days = end - first
  guard days > 0 else { return [] }
  var missing: Set<Instant> = []
  let count = random.poisson(model.queue.outagesPerYear * Double(days) / 365.25)
  for _ in 0..<count {
    let date = first + random.below(days)
    let intervals = zone.intervals(of: date, length: model.intervalSeconds)
    let start = random.below(intervals.count)
    let length = 2 + random.below(11)
    for interval in intervals.dropFirst(start).prefix(length) {
      missing.insert(interval.lowerBound)
    }
  }
  return missing
}
