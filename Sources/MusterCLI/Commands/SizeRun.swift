import Diagnostics
import Glibc
import LinearPrograms
import Rostering

/// `muster roster --size`: head-counts before people are named.
struct SizeRun {
  /// Percent of the requirement that may stay missing.
  var short: Double
  var format: OutputFormat

  func run(
    _ problem: RosterProblem, _ options: RosterOptions, _ watch: SearchWatch
  ) async throws {
    let named = getenv("MUSTER_HIGHS_LIB").map { [String(cString: $0)] } ?? []
    let highs = HiGHS(names: named + ["libhighs.so", "libhighs.so.1"])
    let sizing = try await watch.run { monitor in
      try await Rostering.size(
        problem, options: SizingOptions(missingShare: short / 100, roster: options), highs: highs,
        monitor: monitor)
    }
    switch format {
    case .table: Terminal.write(sizingTable(sizing, colour: Terminal.outputIsColoured))
    case .csv: Terminal.write(sizingCSV(sizing))
    case .json: Terminal.write(sizingJSON(sizing))
    }
    Terminal.say(sizingSummary(sizing))
    if highs == nil {
      Terminal.say(
        "HiGHS is not installed: the bound is by interval prices, and rules are not priced. Maybe "
          + "run make highs, or name its library in MUSTER_HIGHS_LIB.")
    }
    try watch.endIfInterrupted()
  }
}
