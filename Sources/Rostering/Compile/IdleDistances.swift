// Goal: how far work lies from the time in which somebody is required, for its price.
//
// Method: steps to the nearest stretch that is needed, found from both ends. Beside a stretch that is shorter
// than every contract's shift, whoever covers it must be there before or after, so that distance costs nothing
// more there.

internal import CentreModel

/// Steps from each step to the nearest one that is needed, 0 in a needed one; far, where none is.
///
/// `shortestShift`: Steps of the shortest shift that there is. Beside a shorter stretch all distances are one.
/// Complexity: linear.
func idleDistances(_ needed: ArraySlice<Bool>, shortestShift: Int) -> [Int] {
  let far = 1_000_000
  var distances = needed.map { $0 ? 0 : far }
  var isShort = Array(repeating: false, count: distances.count)
  var t = 0
  while t < distances.count {
    guard distances[t] == 0 else {
      t += 1
      continue
    }
    let first = t
    while t < distances.count, distances[t] == 0 { t += 1 }
    for k in first..<t { isShort[k] = t - first < shortestShift }
  }
  func extend(_ t: Int, from other: Int) {
    guard distances[other] + 1 < distances[t] else { return }
    distances[t] = distances[other] + 1
    isShort[t] = isShort[other]
  }
  for t in distances.indices.dropFirst() { extend(t, from: t - 1) }
  for t in distances.indices.dropLast().reversed() { extend(t, from: t + 1) }
  return distances.indices.map { isShort[$0] ? min(distances[$0], 1) : distances[$0] }
}

extension RosterProblem {
  /// Seconds of the shortest shift of its agents' contracts.
  var shortestShiftSeconds: Int {
    let used = Set(agents.map(\.contract))
    return rules.contracts.filter { used.contains($0.id) }.flatMap(\.kinds)
      .map(\.lengthSeconds).min() ?? 0
  }
}
