// How busy agents can be when a machine dials for them.
//
// Progressive: one line per free agent. Between contacts an agent waits for ring / c seconds, so
//   utilisation = handling / (handling + ring / c), whatever the size of the team.
// Predictive: lines are dialled ahead of free agents, as many as the agents' state bears within the limit
// on lost calls: what simulations found (`DialledOccupancy`). Never less is possible than blindly:
// answered calls are taken as a Poisson stream
// without regard to who is free, handling as exponential, and a person who has waited `grace`
// seconds as lost: M/M/n with constant patience, solved exactly (Zeltyn & Mandelbaum 2005):
//   P(lost) = (1 + (λ - nμ) J) / (E + λ J),  E = 1 / B(n - 1, λ/μ),
//   J = (e^{(λ - nμ)τ} - 1) / (λ - nμ) + e^{(λ - nμ)τ} / (nμ).
// Blind pacing is the floor, and all there is where nothing was simulated; `efficiency` moves it (0) towards
// full occupancy (1) for a dialler that is known to do better still.

internal import Glibc
internal import Queueing

/// A way of placing calls.
public enum DialMode: String, CaseIterable, Hashable, Sendable {
  case progressive
  case predictive
}

/// The limits of a team of agents on one stream of calls.
public struct Pacing: Hashable, Sendable {
  /// Agent seconds of a contact.
  public var handlingSeconds: Double
  /// Seconds from dialling to an answer or to giving up.
  public var ringSeconds: Double
  /// Seconds after the answer within which an agent must be there.
  public var graceSeconds: Double
  /// Highest share of calls answered by a person that may be lost, such as 0.03.
  public var abandonmentLimit: Double
  /// How much of the way from blind pacing to full occupancy the pacing algorithm makes, 0 to 1.
  public var efficiency: Double

  public init(
    handlingSeconds: Double, ringSeconds: Double, graceSeconds: Double = 2,
    abandonmentLimit: Double = 0.03, efficiency: Double = 0
  ) {
    self.handlingSeconds = handlingSeconds
    self.ringSeconds = ringSeconds
    self.graceSeconds = graceSeconds
    self.abandonmentLimit = abandonmentLimit
    self.efficiency = efficiency
  }

  /// Utilisation of progressive dialling at a contact rate; 0 when nobody answers.
  public func progressiveUtilisation(contactRate c: Double) -> Double {
    c > 0 ? handlingSeconds / (handlingSeconds + ringSeconds / c) : 0
  }

  /// Share of answered calls lost with `agents` agents and `load` erlangs of answered calls.
  ///
  /// - Complexity: O(1).
  public func lost(agents: Double, load: Double) -> Double {
    guard load > 0, agents >= 1 else { return load > 0 ? 1 : 0 }
    let mu = 1 / handlingSeconds
    let lambda = load * mu
    let drift = lambda - agents * mu
    guard let blocking = try? ErlangB.blocking(lines: agents - 1, load: load), blocking > 0
    else { return 0 }
    let e = 1 / blocking
    let grown = exp(drift * graceSeconds)
    let ramp = abs(drift) < 1e-12 ? graceSeconds : expm1(drift * graceSeconds) / drift
    let j = ramp + grown / (agents * mu)
    return min(1, max(0, (1 + drift * j) / (e + lambda * j)))
  }

  /// Share of answered calls that wait longer than the grace if nobody is ever lost (Erlang C):
  /// always above ``lost(agents:load:)``.
  public func late(agents: Double, load: Double) -> Double {
    guard load > 0 else { return 0 }
    guard agents > load, let b = try? ErlangB.blocking(lines: agents, load: load) else { return 1 }
    let waits = b / (1 - load / agents * (1 - b))
    return waits * exp(-(agents - load) * graceSeconds / handlingSeconds)
  }

  /// What predictive dialling gives a team: how busy it is, and the share of live answers lost.
  public func predictive(agents: Double, contactRate: Double) -> DialledOccupancy {
    let blind = predictiveOccupancy(agents: agents)
    let seen = DialledOccupancy(
      agents: agents, contactRate: contactRate, ringSeconds: ringSeconds,
      handlingSeconds: handlingSeconds, graceSeconds: graceSeconds, limit: abandonmentLimit)
    guard let seen, seen.occupancy >= blind else {
      return DialledOccupancy(occupancy: blind, lost: agents >= 1 ? abandonmentLimit : 0)
    }
    return seen
  }

  /// Highest carried occupancy of predictive dialling that does not look at its agents, with at most the
  /// share allowed lost.
  ///
  /// - Complexity: 60 halvings.
  public func predictiveOccupancy(agents: Double) -> Double {
    let floor = highestLoad(agents) { lost(agents: agents, load: $0) }
    let blind = floor * (1 - lost(agents: agents, load: floor)) / max(1, agents)
    return blind + min(1, max(0, efficiency)) * (1 - blind)
  }

  /// The same under the Erlang C bound.
  public func erlangCOccupancy(agents: Double) -> Double {
    highestLoad(agents) { late(agents: agents, load: $0) } / max(1, agents)
  }

  private func highestLoad(_ agents: Double, _ share: (Double) -> Double) -> Double {
    guard agents >= 1 else { return 0 }
    var low = 0.0
    var high = 2 * agents + 2
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if share(middle) <= abandonmentLimit { low = middle } else { high = middle }
    }
    return low
  }

  /// The better mode for a team, and the utilisation it gives.
  public func best(agents: Double, contactRate: Double) -> (mode: DialMode, utilisation: Double) {
    let progressive = progressiveUtilisation(contactRate: contactRate)
    let ahead = predictive(agents: agents, contactRate: contactRate)
    // A rule that loses nobody dials one line per free agent, whatever its name.
    return ahead.occupancy > progressive && ahead.lost > 5e-4
      ? (.predictive, ahead.occupancy) : (.progressive, progressive)
  }

  /// How a team dials: the better mode, or the one given, with its utilisation and the share of live
  /// answers that finds no agent.
  public func dialling(
    agents: Double, contactRate: Double, mode: DialMode? = nil
  ) -> (mode: DialMode, utilisation: Double, lost: Double) {
    let chosen = mode ?? best(agents: agents, contactRate: contactRate).mode
    switch chosen {
    case .progressive: return (chosen, progressiveUtilisation(contactRate: contactRate), 0)
    case .predictive:
      let found = predictive(agents: agents, contactRate: contactRate)
      return (chosen, found.occupancy, found.lost)
    }
  }

  /// The smallest team that is busier with predictive than with progressive dialling; nil when none
  /// up to 10,000 is.
  public func breakEven(contactRate: Double) -> Int? {
    // Occupancy rises with the size of the team, so halving is safe.
    func gains(_ agents: Int) -> Bool {
      best(agents: Double(agents), contactRate: contactRate).mode == .predictive
    }
    guard gains(10_000) else { return nil }
    var low = 0
    var high = 10_000
    while high - low > 1 {
      let middle = (low + high) / 2
      if gains(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// Lines a team keeps busy at a utilisation.
  public func lines(agents: Double, utilisation: Double, contactRate c: Double) -> DialLines {
    let answers = handlingSeconds > 0 ? agents * utilisation / handlingSeconds : 0
    let dials = c > 0 ? answers / c : 0
    return DialLines(
      answersPerSecond: answers, dialsPerSecond: dials, ringing: dials * ringSeconds,
      talking: agents * utilisation, agents: agents)
  }
}

/// The lines a team of agents keeps busy, on average.
public struct DialLines: Hashable, Sendable {
  public var answersPerSecond: Double
  public var dialsPerSecond: Double
  public var ringing: Double
  public var talking: Double
  var agents: Double

  public var total: Double { ringing + talking }
  /// Lines dialling or talking per agent logged in.
  public var pacingRatio: Double { agents > 0 ? total / agents : 0 }
}
