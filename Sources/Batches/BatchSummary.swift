internal import CivilTime
public import Diagnostics
internal import Files
public import Tables

/// What became of many centres, from their receipts.
public struct BatchSummary: Sendable {
  /// A centre with its receipt, or with what is wrong about it.
  public struct Line: Hashable, Sendable {
    public var centre: String
    public var receipt: PlanReceipt?
    /// Why it counts as failed although its receipt may say otherwise; empty: it does not.
    public var fault: String

    public var isGood: Bool { fault.isEmpty && receipt?.isGood == true }

    /// A centre without a receipt that counts is one that failed.
    public var exitCode: Int32 { fault.isEmpty ? receipt?.exitCode ?? 1 : 1 }
  }

  /// Sorted by centre.
  public let lines: [Line]
  /// Receipts that count for nothing, with the reason.
  public let remarks: [String]

  /// Reads the receipts of a folder.
  ///
  /// `centres`: Those that there must be one of; nil: every receipt counts. `asOf`: As of which they must be,
  /// as it was given; nil: any.
  public init(
    folder: String, centres: [String]? = nil, asOf: String? = nil
  ) throws(Problem) {
    var remarks: [String] = []
    var found: [String: PlanReceipt] = [:]
    var damaged: [String: String] = [:]
    for name in try namesInFolder(folder) where name.hasSuffix(".json") && !name.hasPrefix(".") {
      do throws(Problem) {
        let receipt = try PlanReceipt.read("\(folder)/\(name)")
        guard let other = found[receipt.centre] else {
          found[receipt.centre] = receipt
          continue
        }
        remarks.append("\(folder)/\(name): of \(receipt.centre) there are several: the last counts")
        if Self.isLater(receipt, than: other) { found[receipt.centre] = receipt }
      } catch { damaged[name] = error.description }
    }
    let listed = centres.map { $0.map(CentreList.plain) } ?? found.keys.sorted()
    var lines: [Line] = []
    for centre in Set(listed).sorted() {
      let receipt = found.removeValue(forKey: centre)
      var fault = ""
      if receipt == nil {
        fault = damaged.removeValue(forKey: CentreList.receiptName(of: centre)) ?? "no receipt"
      } else if let asOf, receipt?.asOf != asOf {
        fault = "the receipt is of another as-of (\(receipt?.asOf ?? "by the clock"))"
      }
      lines.append(Line(centre: centre, receipt: receipt, fault: fault))
    }
    if centres == nil {
      // Whose receipt it was, nobody knows; it is none.
      lines += damaged.sorted { $0.key < $1.key }.map {
        Line(centre: "\(folder)/\($0.key)", receipt: nil, fault: $0.value)
      }
    } else {
      remarks += found.keys.sorted().map { "\($0): has a receipt and is not in the list" }
      remarks += damaged.values.sorted()
    }
    self.lines = lines
    self.remarks = remarks
  }

  private static func isLater(_ a: PlanReceipt, than b: PlanReceipt) -> Bool {
    let times = [a, b].map { (try? Instant($0.finished))?.seconds ?? .min }
    return times[0] > times[1]
  }

  public var good: Int { lines.count(where: \.isGood) }
  public var bad: Int { lines.count - good }

  /// The code of the worst line: of those that nobody expects, such as a killed run, before those of a disk,
  /// a configuration, an input, …
  public var worst: Int32 {
    let order: [Int32] = [0, 11, 13, 12, 5, 2, 4, 10, 1]
    let codes = lines.map(\.exitCode)
    return codes.max { a, b in
      (order.firstIndex(of: a) ?? order.count, a) < (order.firstIndex(of: b) ?? order.count, b)
    } ?? 0
  }

  /// How a command ends that shows this: 0 when every centre is planned, 3 when some are, else the code of
  /// the worst, or 1 where that was the number of a signal.
  public var exitCode: Int32 {
    if bad == 0 { return 0 }
    if good > 0 { return Problem.Kind.partlyDone.exitCode }
    return worst > 128 ? 1 : worst
  }

  /// One sentence: how many of how many, and the worst.
  public var words: String {
    let all = lines.count == 1 ? "1 centre" : "\(lines.count) centres"
    guard bad > 0 else { return "All of \(all) planned." }
    let missing = lines.count { $0.receipt == nil }
    return "\(good) of \(all) planned, \(bad) failed"
      + (missing > 0 ? ", \(missing) of them without a receipt" : "")
      + "; the worst exit code is \(worst)."
  }
}

extension BatchSummary {
  /// Every centre with its figures, and their sums.
  public func table() -> Table {
    var table = Table([
      .text("centre"), .text("outcome"), .number("exit_code", "exit", decimals: 0),
      .text("as_of", for: .programs), .text("from"), .text("to", for: .programs),
      .text("plan", for: .programs), .text("plan_sha256", for: .programs),
      .number("missing_hours", "missing", unit: "h", decimals: 2, shown: 1),
      .number("paid_hours", "paid", unit: "h", decimals: 2, shown: 1), .text("wages"),
      .number("seconds", "time", unit: "s", decimals: 3, shown: 1),
      .flag("switched_latest", "new latest"), .text("message", for: .programs),
    ])
    for line in lines {
      let receipt = line.receipt
      table.row(
        .text(line.centre), .text(line.outcome), .number(Double(line.exitCode)),
        .optional(receipt?.asOf), .optional(receipt?.from), .optional(receipt?.to),
        .optional(receipt?.plan),
        .optional(receipt?.planSHA256), .optional(receipt?.missingHours),
        .optional(receipt?.paidHours),
        .text(Self.wages(receipt?.wages ?? [:])), .optional(receipt?.seconds),
        receipt.map { .flag($0.switchedLatest) } ?? .missing, .text(line.message))
    }
    func sum(_ key: KeyPath<PlanReceipt, Double?>) -> Double {
      counted.compactMap { $0[keyPath: key] }.reduce(0, +)
    }
    table.total(
      .text("all"), .text("\(good) of \(lines.count) planned"), .number(Double(worst)), .missing,
      .missing, .missing, .missing, .missing, .number(sum(\.missingHours)),
      .number(sum(\.paidHours)), .text(Self.wages(wages)),
      .number(counted.map(\.seconds).reduce(0, +)))
    return table
  }

  /// The same as one object: sums, and every centre.
  public func json() -> JSONValue {
    func sum(_ key: KeyPath<PlanReceipt, Double?>) -> JSONValue {
      .literal(fixed(counted.compactMap { $0[keyPath: key] }.reduce(0, +), 2))
    }
    return .object([
      .init("exit_code", .integer(Int(exitCode))), .init("worst", .integer(Int(worst))),
      .init("centres", .integer(lines.count)), .init("planned", .integer(good)),
      .init("failed", .integer(bad)), .init("missing_hours", sum(\.missingHours)),
      .init("paid_hours", sum(\.paidHours)),
      .init(
        "wages",
        .object(wages.sorted { $0.key < $1.key }.map { .init($0.key, .literal($0.value)) })),
      .init("lines", table().json()),
    ])
  }

  /// The receipts that are of what was asked for.
  private var counted: [PlanReceipt] { lines.filter(\.fault.isEmpty).compactMap(\.receipt) }

  /// By currency.
  private var wages: [String: String] {
    var sums: [String: Double] = [:]
    for (currency, amount) in counted.flatMap({ $0.wages ?? [:] }) {
      sums[currency, default: 0] += Double(amount) ?? 0
    }
    return sums.mapValues { fixed($0, 2) }
  }

  private static func wages(_ wages: [String: String]) -> String {
    wages.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
  }

}

extension BatchSummary.Line {
  var outcome: String {
    guard fault.isEmpty, let receipt else { return receipt == nil ? "no receipt" : "failed" }
    return receipt.outcome.rawValue
  }

  /// What is to be read of it in one line.
  public var message: String { fault.isEmpty ? receipt?.message ?? "" : fault }
}
