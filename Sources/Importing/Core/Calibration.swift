// Goal: patience and handling times from single contacts, with the evidence for them.
//
// Patience. A caller who was answered after w seconds would have waited longer than w: his patience is
// censored. Kaplan, Meier, "Nonparametric estimation from incomplete observations" (1958): the share still
// patient after t is the product of 1 - d/n over all seconds up to t, with d giving up in that second of n
// who waited at least so long. The mean for the exponential law of Erlang A is the maximum likelihood
// estimate, all seconds waited by the number who gave up. Who gives up within the short-abandon threshold
// does so for other reasons than waiting: only what was waited after it counts, of answered and abandoned
// alike.
//
// Handling. Mean and standard deviation; the standard deviation of its logarithm is that of the lognormal
// law, which fits telephone calls best (Brown et al. 2005).

internal import Glibc

/// What single contacts of a queue tell of its callers and its work.
public struct QueueCalibration: Hashable, Sendable {
  public var queue: String
  /// Contacts that waited longer than the short-abandon threshold.
  public var waited: Int
  public var abandoned: Int
  /// Mean patience of an exponential law, seconds; nil below twenty abandonments.
  public var meanPatience: Double?
  /// Seconds after which half, and a quarter, of the callers have given up; nil where fewer ever did.
  public var medianPatience: Double?
  public var quartilePatience: Double?
  /// Contacts whose handling time is known.
  public var handled: Int
  public var meanHandling: Double?
  public var handlingDeviation: Double?
  /// Standard deviation of the logarithm of the handling time.
  public var logDeviation: Double?
}

/// Gathers waits and handling times of a queue by whole seconds.
struct CalibrationCounts {
  private static let longest = 3600
  private var answered = [Int](repeating: 0, count: longest + 1)
  private var abandoned = [Int](repeating: 0, count: longest + 1)
  private var handled = 0
  private var sum = 0.0
  private var squares = 0.0
  private var logs = 0.0
  private var logSquares = 0.0
  private var positive = 0

  private let short: Int

  init(short: Double) { self.short = Int(short) }

  mutating func add(_ contact: Contact) {
    if let wait = contact.wait, wait > Double(short) {
      let second = Int(min(wait.rounded(.up), Double(Self.longest)))
      switch contact.outcome {
      case .abandoned: abandoned[second] += 1
      case .answered, .timedOut: answered[second] += 1
      case .unknown: break
      }
    }
    guard contact.outcome == .answered, let handling = contact.handling else { return }
    handled += 1
    sum += handling
    squares += handling * handling
    if handling > 0 {
      positive += 1
      logs += log(handling)
      logSquares += log(handling) * log(handling)
    }
  }

  func calibration(_ queue: String) -> QueueCalibration {
    let gaveUp = abandoned.reduce(0, +)
    var result = QueueCalibration(
      queue: queue, waited: gaveUp + answered.reduce(0, +), abandoned: gaveUp, handled: handled)
    if gaveUp >= 20 {
      let seconds = answered.indices.reduce(0.0) {
        $0 + Double($1 - short) * Double(answered[$1] + abandoned[$1])
      }
      result.meanPatience = seconds / Double(gaveUp)
      var atRisk = result.waited
      var patient = 1.0
      for second in answered.indices where atRisk > 0 {
        patient *= 1 - Double(abandoned[second]) / Double(atRisk)
        atRisk -= abandoned[second] + answered[second]
        if result.quartilePatience == nil, patient <= 0.75 {
          result.quartilePatience = Double(second)
        }
        if result.medianPatience == nil, patient <= 0.5 { result.medianPatience = Double(second) }
      }
    }
    guard handled > 0 else { return result }
    let mean = sum / Double(handled)
    result.meanHandling = mean
    guard handled > 1 else { return result }
    result.handlingDeviation = max(0, squares / Double(handled) - mean * mean).squareRoot()
    if positive > 1 {
      let logMean = logs / Double(positive)
      result.logDeviation = max(0, logSquares / Double(positive) - logMean * logMean).squareRoot()
    }
    return result
  }
}
