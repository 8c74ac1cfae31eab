// Goals: 1. the logarithm of the day's level from the calendar, with honest shrinkage; 2. all settings
// of the grid for little more than the price of one.
//
// Minimise over coefficients b and a random walk m
//   Σ w (z − x'b − m)² + λ Σ (m_d − m_(d−1))² + Σ p b²
// (a structural time-series model in penalised form). With M = diag(w) + λD'D tridiagonal, T = M⁻¹
// [WX, Wz] comes from one factorisation by dpttrf for each λ, and b from the Schur system
//   (X'WX + diag(p) − (WX)'T_X) b = (WX)'z − (WX)'T_z
// by dposv, order about 60, for each penalty setting. X is sparse by rows, and the system symmetric: of
// X'WX − (WX)'T the lower half is made, for rows × non-zeros × half the columns at most; the dense columns
// come first, so that it is far less. The forecast holds the last m, and carries the last residual on with
// a decay a^h: the part of a surprise that lasts some days.

internal import Glibc
internal import LinearAlgebra

/// One setting of the level regression.
struct LevelSetting: Hashable, Sendable {
  /// λ: how stiff the random walk is.
  var stiffness: Double
  /// Penalty of the month bumps; nil leaves them out.
  var month: Double?
  /// Whether the year's harmonics are in.
  var year: Bool
  /// Decay per day of the last residual.
  var carry: Double
}

/// The result of one setting at one origin.
struct LevelFit: Sendable {
  var setting: LevelSetting
  /// Forecast log levels of the days from the origin on.
  var forecast: [Double]
}

struct LevelRegression {
  private static let stiffnesses: [Double] = [0.02, 0.1, 0.5, 3, 10, 40, 150]
  /// With few contacts a day's own level is mostly chance, and its last residual nothing else.
  private static let sparseStiffnesses: [Double] = [3, 10, 40, 150, 1000, 6000, 30_000]
  static let months: [Double?] = [nil, 3, 20]
  static let carries: [Double] = [0, 0.5, 0.8]
  /// What is used before there is anything to choose by.
  static let standard = LevelSetting(stiffness: 10, month: 10, year: false, carry: 0)

  let design: LevelDesign
  let series: DaySeries
  private let mean: Double
  /// w·x of every entry of the design.
  private let weightedEntry: [Double]
  /// [WX, Wz], transposed.
  private let weighted: Matrix
  /// The lower half of X'WX, by rows: the same for every stiffness.
  private let gram: [Double]

  /// Nil when no day informs the level.
  init?(_ series: DaySeries, _ design: LevelDesign) {
    let total = design.weight.reduce(0, +)
    guard total > 0 else { return nil }
    var sum = 0.0
    for d in 0..<design.origin { sum += design.weight[d] * series.logLevel[d] }
    let mean = sum / total
    self.mean = mean
    self.design = design
    self.series = series
    var entries = [Double](repeating: 0, count: design.entryValue.count)
    let (n, q) = (design.origin, design.columns)
    var weighted = Matrix(rows: q + 1, columns: n)
    var gram = [Double](repeating: 0, count: q * q)
    for d in 0..<n where design.weight[d] > 0 {
      let row = design.row(d)
      for e in row {
        let x = design.weight[d] * design.entryValue[e]
        let a = Int(design.entryColumn[e])
        entries[e] = x
        weighted[a, d] = x
        for f in row where design.entryColumn[f] <= a {
          gram[a * q + Int(design.entryColumn[f])] += x * design.entryValue[f]
        }
      }
      weighted[q, d] = design.weight[d] * (series.logLevel[d] - mean)
    }
    self.weighted = weighted
    weightedEntry = entries
    self.gram = gram
  }

  /// The fits of all settings of the grid.
  func fits() throws(LinearAlgebraError) -> [LevelFit] {
    var all: [LevelFit] = []
    for stiffness in series.isSparse ? Self.sparseStiffnesses : Self.stiffnesses {
      let system = try schur(stiffness)
      for year in design.group.contains(.year) ? [false, true] : [false] {
        for month in Self.months {
          let solution = try solve(system, month: month, year: year)
          for carry in series.isSparse ? [0] : Self.carries {
            let setting = LevelSetting(
              stiffness: stiffness, month: month, year: year, carry: carry)
            all.append(LevelFit(setting: setting, forecast: forecast(system, solution, carry)))
          }
        }
      }
    }
    return all
  }

  /// The coefficients of one setting with their titles and groups.
  func coefficients(
    _ setting: LevelSetting
  ) throws(LinearAlgebraError) -> [(title: String, group: LevelDesign.Group, value: Double)] {
    let solution = try solve(
      try schur(setting.stiffness), month: setting.month, year: setting.year)
    return zip(solution.columns, solution.values).map { column, value in
      (design.title[column], design.group[column], value)
    }
  }

  /// The lower half of X'WX − (WX)'T and its right side, T by rows with T_z last.
  private struct System {
    var gram: [Double]
    var right: [Double]
    var solved: [Double]
  }

  private struct Solution {
    var columns: [Int]
    var values: [Double]
  }

  private func schur(_ stiffness: Double) throws(LinearAlgebraError) -> System {
    let (n, q) = (design.origin, design.columns)
    var diagonal = [Double](repeating: 0, count: n)
    for d in 0..<n {
      let neighbours = (d > 0 ? 1.0 : 0) + (d < n - 1 ? 1.0 : 0)
      diagonal[d] = design.weight[d] + 1e-9 + stiffness * neighbours
    }
    let off = [Double](repeating: -stiffness, count: n - 1)
    let solved = try solveTridiagonalPositiveDefinite(
      diagonal: diagonal, offDiagonal: off, transposed: weighted
    ).storage
    var gram = gram
    var side = [Double](repeating: 0, count: q)
    gram.withUnsafeMutableBufferPointer { gram in
      solved.withUnsafeBufferPointer { rows in
        for d in 0..<n where design.weight[d] > 0 {
          let own = d * (q + 1)
          let rest = series.logLevel[d] - mean - rows[own + q]
          for e in design.row(d) {
            let a = Int(design.entryColumn[e])
            let (x, into) = (weightedEntry[e], a * q)
            for k in 0...a { gram[into &+ k] -= x * rows[own &+ k] }
            side[a] += x * rest
          }
        }
      }
    }
    return System(gram: gram, right: side, solved: solved)
  }

  private func solve(
    _ system: System, month: Double?, year: Bool
  ) throws(LinearAlgebraError) -> Solution {
    let q = design.columns
    let kept = (0..<q).filter {
      switch design.group[$0] {
      case .month: month != nil
      case .year: year
      default: true
      }
    }
    var matrix = Matrix(rows: kept.count, columns: kept.count)
    var right = Matrix(rows: kept.count, columns: 1)
    for (i, a) in kept.enumerated() {
      for (k, b) in kept.enumerated() where k <= i { matrix[i, k] = system.gram[a * q + b] }
      matrix[i, i] += design.group[a] == .month ? (month ?? 1) : design.penalty[a]
      right[i, 0] = system.right[a]
    }
    return Solution(columns: kept, values: try matrix.solvePositiveDefinite(right).storage)
  }

  private func forecast(_ system: System, _ solution: Solution, _ carry: Double) -> [Double] {
    let (n, q) = (design.origin, design.columns)
    var full = [Double](repeating: 0, count: q)
    for (column, value) in zip(solution.columns, solution.values) { full[column] = value }
    func walk(_ d: Int) -> Double {
      var m = system.solved[d * (q + 1) + q]
      for k in 0..<q { m -= system.solved[d * (q + 1) + k] * full[k] }
      return m
    }
    func explained(_ d: Int) -> Double {
      design.row(d).reduce(0) { $0 + full[Int(design.entryColumn[$1])] * design.entryValue[$1] }
    }
    let m = walk(n - 1)
    var residual = 0.0
    let last = (0..<n).last { design.weight[$0] > 0 } ?? n - 1
    if carry > 0 {
      let raw = series.logLevel[last] - mean - walk(last) - explained(last)
      residual = min(0.1, max(-0.1, raw))
    }
    return (0..<design.horizon).map { h in
      mean + m + explained(n + h) + residual * (carry > 0 ? pow(carry, Double(n + h - last)) : 0)
    }
  }
}
