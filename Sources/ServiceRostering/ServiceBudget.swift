// How much work a number of seconds is: a fixed table, so that a slow machine takes longer and does not get
// another roster. Rates are those of one core of a 2.4 GHz server of 2020; two cores are counted on.

/// The work of a search.
struct ServiceBudget: Sendable {
  /// Moves of each lane in the rounds of annealing together, and in one turn of the polish.
  var annealing: Int
  var turns: Int
  var perTurn: Int
  /// Weeks on which a search looks, and weeks of a proof.
  var weeks: Int
  var proofWeeks: Int

  init(seconds: Double, sets: Int, agents: Int, weekCalls: Double) {
    // Many people no longer fit into the nearer caches.
    let reach = 1 + Double(max(0, agents - 200)) / 600
    let secondsPerMove = 1e-9 * (700 + 75 * Double(sets)) * reach
    let callsPerSecond = 7e6
    // Few weeks tell two rosters badly apart, and a search that picks among many by them believes too much
    // of itself: a shorter search has fewer turns and fewer weeks, a longer one more of both.
    let thirties = seconds * 0.3 * callsPerSecond / (30 * weekCalls)
    turns = max(8, min(40, Int(2.2 * thirties.squareRoot())))
    annealing = max(20_000, Int(seconds * 0.33 / secondsPerMove))
    perTurn = max(2000, Int(seconds * 0.21 / secondsPerMove / Double(turns)))
    // A week more costs each turn about a lane and a half of its days.
    let calls = min(8e6, seconds * 0.3 * callsPerSecond / Double(turns))
    weeks = max(30, min(1500, Int(calls / weekCalls)))
    proofWeeks = max(200, min(3000, Int(min(8e6, 0.5e6 + 0.8e6 * seconds) / weekCalls)))
  }
}
