/// What a calculator can be given: a column of a batch file or an option of the command line.
public enum Input: Int, CaseIterable, Sendable {
  case callsPerHour, handling, load, agents, threshold, patience, redial
  case targetServiceLevel, targetSpeedOfAnswer, targetWaiting, targetBlocking, targetAbandonment
  case maximumOccupancy, lines, definition
  case handlingList, route
  case busyThreshold, reservedIdle, targetOutbound
  case variation, targetConfidence
  case calls1, calls2, dedicated, flexible
  case arrivals, deadline, open
  case records, live, rightParty, maximumAttempts, rightPartySeconds, otherSeconds, windowHours
  case service, serviceVariation
  case answerDelay, noAnswer, maximumWait, mode, pacing, maximumAbandonRate
  case replications, seed

  /// Column names, the one we print first.
  public var names: [String] {
    switch self {
    case .callsPerHour:
      [
        "calls_per_hour", "fresh_calls_per_hour", "inbound_cph", "mean_cph", "chats_per_hour",
        "contacts_per_hour",
      ]
    case .handling: ["aht_s"]
    case .load: ["offered_load_erl", "load_erl"]
    case .agents: ["n", "agents"]
    case .threshold: ["T_s", "threshold_s"]
    case .patience: ["patience_s"]
    case .redial: ["redial_prob"]
    case .targetServiceLevel: ["target_sl"]
    case .targetSpeedOfAnswer: ["target_asa_s"]
    case .targetWaiting: ["target_pwait"]
    case .targetBlocking: ["target_blocking"]
    case .targetAbandonment: ["target_abandon"]
    case .maximumOccupancy: ["max_occupancy", "occupancy_target"]
    case .lines: ["lines", "lines_N"]
    case .definition: ["sl_definition"]
    case .handlingList: ["aht_list_s"]
    case .route: ["route"]
    case .busyThreshold: ["threshold_busy_c"]
    case .reservedIdle: ["reserved_idle"]
    case .targetOutbound: ["target_outbound_per_hour"]
    case .variation: ["cv_rate"]
    case .targetConfidence: ["target_confidence"]
    case .calls1: ["calls_per_hour_1"]
    case .calls2: ["calls_per_hour_2"]
    case .dedicated: ["n1_dedicated"]
    case .flexible: ["n2_flexible"]
    case .arrivals: ["arrivals_per_period"]
    case .deadline: ["deadline_periods", "D_periods"]
    case .open: ["open_periods"]
    case .records: ["records"]
    case .live: ["p_live_answer", "live_prob"]
    case .rightParty: ["rpc_prob"]
    case .maximumAttempts: ["max_attempts"]
    case .rightPartySeconds: ["aht_rpc_s"]
    case .otherSeconds: ["aht_other_s"]
    case .windowHours: ["window_h"]
    case .service: ["service"]
    case .serviceVariation: ["cv"]
    case .answerDelay: ["answer_delay_s"]
    case .noAnswer: ["no_answer_s"]
    case .maximumWait: ["max_wait_s"]
    case .mode: ["mode"]
    case .pacing: ["alpha"]
    case .maximumAbandonRate: ["max_abandon_rate"]
    case .replications: ["replications"]
    case .seed: ["seed"]
    }
  }

  public var name: String { names[0] }

  /// Whether the field holds words or a list rather than one number.
  public var isText: Bool {
    switch self {
    case .definition, .handlingList, .route, .arrivals, .open, .service, .mode: true
    default: false
    }
  }

  /// The largest number that is taken, by kind: beyond it there is no floor, only endless work.
  public var most: Double {
    switch self {
    case .handling, .rightPartySeconds, .otherSeconds, .patience, .threshold: 1e12
    case .load, .callsPerHour, .calls1, .calls2, .targetOutbound: 1e12
    case .agents, .lines, .dedicated, .flexible, .busyThreshold, .reservedIdle: 1e9
    case .records: 1e12
    case .deadline, .maximumAttempts, .windowHours: 1e6
    case .replications: 1e6
    case .seed: 0x1p53
    default: 1e12
    }
  }

  /// Whether `inf` means something.
  public var mayBeInfinite: Bool { self == .patience }
}

/// The values given for one problem.
public struct InputRow: Sendable {
  /// NaN where nothing is given.
  private var numbers: [Double]
  private var texts: [String?]

  public init() {
    numbers = Array(repeating: .nan, count: Input.allCases.count)
    texts = Array(repeating: nil, count: Input.allCases.count)
  }

  /// The number given for `input`, nil where there is none.
  public subscript(input: Input) -> Double? {
    get {
      let value = numbers[input.rawValue]
      return value.isNaN ? nil : value
    }
    set { numbers[input.rawValue] = newValue ?? .nan }
  }

  public subscript(text input: Input) -> String? {
    get { texts[input.rawValue] }
    set { texts[input.rawValue] = newValue }
  }

  public func has(_ input: Input) -> Bool {
    input.isText ? texts[input.rawValue] != nil : !numbers[input.rawValue].isNaN
  }

  /// The number given for `input`, which is needed because of `why`.
  func need(_ input: Input, _ why: String = "is needed") throws(CalculatorFailure) -> Double {
    guard let value = self[input] else { throw CalculatorFailure(input, why) }
    return value
  }
}

/// Why a problem has no result, and which input is the cause.
public struct CalculatorFailure: Error, Hashable, Sendable {
  public var input: Input?
  public var what: String
  public var maybe: String?

  init(_ input: Input?, _ what: String, maybe: String? = nil) {
    self.input = input
    self.what = what
    self.maybe = maybe
  }
}
