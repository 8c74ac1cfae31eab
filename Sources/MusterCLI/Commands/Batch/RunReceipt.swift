import Batches
import Diagnostics
import Files
import Glibc
import Planning
import Publishing

/// Makes the receipt of one run, and keeps it where that is asked for: none while the run is at work, one when
/// it ends, however it ends.
struct RunReceipt {
  /// Nil: it is kept nowhere.
  let path: String?
  let centre: String
  let asOf: String?
  let options: String
  private let begin = ContinuousClock.now

  init(path: String?, centre: String, asOf: String?, options: String) {
    self.path = path
    self.centre = centre
    self.asOf = asOf
    self.options = options
  }

  /// Removes the receipt of an earlier run, which must not be taken for that of this one.
  func start() throws(Problem) {
    guard let path else { return }
    guard !isFolder(path) else {
      throw Problem(
        .usage, subject: "--receipt", "is a folder", value: path,
        maybe: "name a file in it; --receipts is for many centres")
    }
    guard Self.mayReplace(path) else {
      throw Problem(
        .usage, subject: "--receipt", "names a file that is no receipt", value: path,
        maybe: "it is left as it is; give another name")
    }
    if isRegularFile(path) { try removeTree(path) }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try makeFolder(String(path[..<slash]))
    }
  }

  /// Whether nothing is lost when a receipt is written there: what stands there is a receipt, a device or
  /// nothing.
  private static func mayReplace(_ path: String) -> Bool {
    !isRegularFile(path) || (try? PlanReceipt.read(path)) != nil
  }

  /// Of a run that has a plan, in force or not.
  func made(_ result: PlanRun.Result, _ store: PlanStore) throws(Problem) -> PlanReceipt {
    let (plan, isNew, words) =
      switch result.outcome {
      case .published(let path, _): (path, true, "Published \(path)")
      case .unchanged(let path):
        (path, false, "Nothing changed: \(path) is the plan of these inputs.")
      }
    let code = result.isInForce ? 0 : (result.attention.outcome ?? .violated).exitCode
    var receipt = receipt(
      code, result.isInForce ? words : result.attention.failures.first?.words ?? words)
    try receipt.add(
      plan: plan.split(separator: "/").last.map(String.init) ?? plan, in: store,
      outcome: !result.isInForce ? .notInForce : isNew ? .published : .unchanged,
      switchedLatest: result.switchedLatest)
    return receipt
  }

  /// Of a run that has none.
  func made(failure: any Error) -> PlanReceipt {
    let problems = Self.problems(failure)
    let code = problems.isEmpty ? 1 : Problems(problems).exitCode
    return receipt(code, problems.first?.description ?? "\(failure)")
  }

  private static func problems(_ error: any Error) -> [Problem] {
    (error as? Problems)?.all ?? (error as? Problem).map { [$0] } ?? []
  }

  func write(_ receipt: PlanReceipt) throws(Problem) {
    if let path { try receipt.write(to: path) }
  }

  /// Writes one where a failure has to be told in any case.
  func writeOrSay(_ receipt: PlanReceipt) {
    do throws(Problem) { try write(receipt) } catch {
      Terminal.say("warning: there is no receipt: \(error.description)")
    }
  }

  private func receipt(_ code: Int32, _ message: String) -> PlanReceipt {
    PlanReceipt(
      centre: centre, asOf: asOf, options: options, exitCode: code,
      message: String(message.prefix { !$0.isNewline }), seconds: begin.secondsSince,
      finished: "\(Clock.now)", version: Version.text)
  }
}

extension RunReceipt {
  /// The receipt of a command line that cannot be read, where one is asked for.
  static func write(refused arguments: [String], _ error: any Error, code: Int32) {
    let words = Array(arguments.dropFirst())
    guard arguments.first == "plan", code != 0,
      let path = value(of: "--receipt", in: words), !path.isEmpty, !isFolder(path),
      mayReplace(path)
    else { return }
    let centre = words.first { !$0.hasPrefix("-") && isFolder($0) } ?? ""
    let receipt = RunReceipt(
      path: path, centre: centre, asOf: value(of: "--as-of", in: words), options: "")
    receipt.writeOrSay(
      receipt.receipt(
        code,
        problems(error).first?.description
          ?? "the command line cannot be read: \(words.joined(separator: " "))"))
  }

  private static func value(of option: String, in words: [String]) -> String? {
    for (k, word) in words.enumerated() {
      if word == option { return k + 1 < words.count ? words[k + 1] : nil }
      if word.hasPrefix("\(option)=") { return String(word.dropFirst(option.count + 1)) }
    }
    return nil
  }
}

extension ContinuousClock.Instant {
  /// From then to now.
  var secondsSince: Double {
    let elapsed = duration(to: .now).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
  }
}
