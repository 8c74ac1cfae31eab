/// What a calculator finds: a column of the result.
public enum Output: Int, CaseIterable, Sendable {
  case minimumAgents, minimumLines, exactAgents, boundBy
  case maximumLoad, maximumCalls, maximumHandling
  case load, totalCalls
  case waiting, blocking, logBlocking, abandonment, carried, lost
  case levelOffered, levelAnswered, levelVirtual, levelExcluding, levelWithAbandoned
  case abandonedWithin
  case speedOfAnswer, meanWait, waitOfAbandoned, virtualWait, waitOfDelayed, wait90
  case queue, occupancy
  case lostPerCaller, attemptsPerCaller
  case chatsPerAgent, exact
  case busyThreshold, outbound
  case levelPerCall, abandonmentPerCall, levelPerDay, daysOnTarget, agentsForRisk
  case waiting1, waiting2, queue1, queue2, wait1, wait2, abandonment1, abandonment2
  case occupancy1, occupancy2, truncation
  case capacity
  case attemptsPerRecord, reach, agentHours
  case levelInterval, abandonmentInterval, occupancyInterval
  case abandonRate, dialsPerAgentHour, pacing

  /// How the value reads.
  public enum Unit: Sendable { case share, seconds, erlangs, perHour, count, number, words }

  /// Column name, label for people, unit.
  public var facts: (name: String, label: String, unit: Unit) {
    switch self {
    case .minimumAgents: ("min_agents", "agents", .count)
    case .minimumLines: ("min_lines", "lines", .count)
    case .exactAgents: ("exact_agents", "agents, fractional", .number)
    case .boundBy: ("bound_by", "bound by", .words)
    case .maximumLoad: ("max_offered_load_erl", "largest load", .erlangs)
    case .maximumCalls: ("max_calls_per_hour", "largest volume", .perHour)
    case .maximumHandling: ("max_aht_s", "largest AHT", .seconds)
    case .load: ("offered_load", "offered load", .erlangs)
    case .totalCalls: ("total_calls_per_hour", "calls with redials", .perHour)
    case .waiting: ("p_wait", "callers who wait", .share)
    case .blocking: ("p_block", "callers who find no line", .share)
    case .logBlocking: ("ln_p_block", "ln of that", .number)
    case .abandonment: ("p_abandon", "callers who hang up", .share)
    case .carried: ("carried_erl", "carried load", .erlangs)
    case .lost: ("lost_erl", "lost load", .erlangs)
    case .levelOffered: ("sl_offered", "service level, of offered", .share)
    case .levelAnswered: ("sl_answered", "service level, of answered", .share)
    case .levelVirtual: ("sl_virtual", "service level, virtual wait", .share)
    case .levelExcluding: ("sl_excl_short_ab", "service level, less short abandons", .share)
    case .levelWithAbandoned:
      ("sl_offered_plus_ab", "service level, abandons count as good", .share)
    case .abandonedWithin: ("p_ab_within_T", "callers who hang up in time", .share)
    case .speedOfAnswer: ("asa_served_s", "ASA", .seconds)
    case .meanWait: ("mean_wait_all_s", "mean wait of all", .seconds)
    case .waitOfAbandoned: ("mean_wait_ab_s", "mean wait of those who hang up", .seconds)
    case .virtualWait: ("mean_virtual_wait_s", "mean virtual wait", .seconds)
    case .waitOfDelayed: ("mean_wait_of_delayed_s", "mean wait of those who wait", .seconds)
    case .wait90: ("wait_p90_s", "wait of 90 % at most", .seconds)
    case .queue: ("lq", "mean queue", .number)
    case .occupancy: ("occupancy", "occupancy", .share)
    case .lostPerCaller: ("p_lost_per_fresh_caller", "callers lost in the end", .share)
    case .attemptsPerCaller: ("attempts_per_fresh_caller", "attempts per caller", .number)
    case .chatsPerAgent: ("mean_chats_per_agent", "chats per agent", .number)
    case .exact: ("exact", "exact (1) or balanced (0)", .count)
    case .busyThreshold: ("max_threshold_busy_c", "busy agents below which outbound starts", .count)
    case .outbound: ("outbound_per_hour", "outbound contacts", .perHour)
    case .levelPerCall: ("sl_call_weighted", "service level, per call", .share)
    case .abandonmentPerCall: ("p_abandon_call_weighted", "callers who hang up", .share)
    case .levelPerDay: ("sl_unweighted", "service level, mean of days", .share)
    case .daysOnTarget: ("p_sl_at_least_target", "days on target", .share)
    case .agentsForRisk: ("min_agents_risk", "agents for the risk", .count)
    case .waiting1: ("p_delay_1", "class 1 callers who wait", .share)
    case .waiting2: ("p_delay_2", "class 2 callers who wait", .share)
    case .queue1: ("mean_queue_1", "class 1 mean queue", .number)
    case .queue2: ("mean_queue_2", "class 2 mean queue", .number)
    case .wait1: ("mean_wait_all_1_s", "class 1 mean wait", .seconds)
    case .wait2: ("mean_wait_all_2_s", "class 2 mean wait", .seconds)
    case .abandonment1: ("p_abandon_1", "class 1 callers who hang up", .share)
    case .abandonment2: ("p_abandon_2", "class 2 callers who hang up", .share)
    case .occupancy1: ("occ_g1", "occupancy of the dedicated", .share)
    case .occupancy2: ("occ_g2", "occupancy of the flexible", .share)
    case .truncation: ("truncation_tail", "probability cut off", .number)
    case .capacity: ("min_capacity_per_period", "least capacity per period", .number)
    case .attemptsPerRecord: ("attempts_per_record", "attempts per record", .number)
    case .reach: ("reach", "records reached", .share)
    case .agentHours: ("agent_hours", "agent hours", .number)
    case .levelInterval: ("sl_ci95", "± (95 %)", .share)
    case .abandonmentInterval: ("p_abandon_ci95", "± (95 %)", .share)
    case .occupancyInterval: ("occupancy_ci95", "± (95 %)", .share)
    case .abandonRate: ("abandon_rate", "answered calls nobody takes", .share)
    case .dialsPerAgentHour: ("dials_per_agent_hour", "dials per agent hour", .number)
    case .pacing: ("best_alpha", "best pacing", .number)
    }
  }

  public var name: String { facts.name }
}

/// The results of one problem.
public struct OutputRow: Sendable {
  private var numbers: [Double]
  /// The goal that bound, or another word that belongs to the result.
  public var words: String = ""

  public init() { numbers = Array(repeating: .nan, count: Output.allCases.count) }

  /// NaN where the model defines nothing.
  public subscript(output: Output) -> Double {
    get { numbers[output.rawValue] }
    set { numbers[output.rawValue] = newValue }
  }

  mutating func clear() {
    for i in numbers.indices { numbers[i] = .nan }
    words = ""
  }
}
