// Goals: 1. the logarithm of the day's level from the calendar, with honest shrinkage; 2. all settings
// of the grid for little more than the price of one.
//
// Minimise over coefficients b and a random walk m
//   Σ w (z − x'b − m)² + λ Σ (m_d − m_(d−1))² + Σ p b²
// (a structural time-series model in penalised form). With M = diag(w) + λD'D tridiagonal, T = M⁻¹
// [WX, Wz] comes from one solve by dptsv for each λ, and b from the Schur system
//   (X'WX + diag(p) − (WX)'T_X) b = (WX)'z − (WX)'T_z
// by dposv, order about 60, for each penalty setting. X is sparse by rows, so that X'WX − (WX)'T costs
// rows × non-zeros × columns. The forecast holds the last m, and carries the last residual on with a
// decay a^h: the part of a surprise that lasts some days.

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
  static let stiffnesses: [Double] = [0.02, 0.1, 0.5, 3, 10, 40, 150]
  static let months: [Double?] = [nil, 3, 20]
  static let carries: [Double] = [0, 0.5, 0.8]
  /// What is used before there is anything to choose by.
  static let standard = LevelSetting(stiffness: 10, month: 10, year: false, carry: 0)

  let design: LevelDesign
  let series: DaySeries
  private let mean: Double

  /// Nil when no day informs the level.
  init?(_ series: DaySeries, _ design: LevelDesign) {
    let total = design.weight.reduce(0, +)
    guard total > 0 else { return nil }
    var sum = 0.0
    for d in 0..<design.origin { sum += design.weight[d] * series.logLevel[d] }
    mean = sum / total
    self.design = design
    self.series = series
  }

  /// The fits of all settings of the grid.
  func fits() throws(LinearAlgebraError) -> [LevelFit] {
    var all: [LevelFit] = []
    for stiffness in Self.stiffnesses {
      let system = try schur(stiffness)
      for year in design.group.contains(.year) ? [false, true] : [false] {
        for month in Self.months {
          let solution = try solve(system, month: month, year: year)
          for carry in Self.carries {
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

  /// X'WX − (WX)'T and its right side, T by rows with T_z last.
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
    var right = Matrix(rows: n, columns: q + 1)
    for d in 0..<n where design.weight[d] > 0 {
      for e in design.row(d) {
        right.storage[Int(design.entryColumn[e]) * n + d] =
          design.weight[d] * design.entryValue[e]
      }
      right.storage[q * n + d] = design.weight[d] * (series.logLevel[d] - mean)
    }
    let off = [Double](repeating: -stiffness, count: n - 1)
    let t = try solveTridiagonalPositiveDefinite(diagonal: diagonal, offDiagonal: off, right)
    var byRow = [Double](repeating: 0, count: n * (q + 1))
    byRow.withUnsafeMutableBufferPointer { rows in
      t.storage.withUnsafeBufferPointer { columns in
        for c in 0...q { for d in 0..<n { rows[d * (q + 1) + c] = columns[c * n + d] } }
      }
    }
    var gram = [Double](repeating: 0, count: q * q)
    var side = [Double](repeating: 0, count: q)
    gram.withUnsafeMutableBufferPointer { gram in
      byRow.withUnsafeBufferPointer { rows in
        for d in 0..<n where design.weight[d] > 0 {
          let row = design.row(d)
          let z = series.logLevel[d] - mean
          for e in row {
            let a = Int(design.entryColumn[e])
            let x = design.weight[d] * design.entryValue[e]
            for k in 0..<q { gram[a * q + k] -= x * rows[d * (q + 1) + k] }
            for f in row { gram[a * q + Int(design.entryColumn[f])] += x * design.entryValue[f] }
            side[a] += x * (z - rows[d * (q + 1) + q])
          }
        }
      }
    }
    return System(gram: gram, right: side, solved: byRow)
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
