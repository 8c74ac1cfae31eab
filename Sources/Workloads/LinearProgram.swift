// A linear programme with a feasible origin.
//
// Goal: maximise c·x subject to A x <= b, x >= 0 with every b >= 0.
// Method: primal simplex on a dense tableau. The entering column is the one with the largest
// reduced cost; after a run of steps without progress Bland's rule takes over until the objective
// moves again, which rules out cycling (Bland 1977). The right-hand side is not perturbed.
// Result: the primal point, the duals of all rows and the largest dual infeasibility, so that a
// caller can prove the optimum: b·y is an upper bound on c·x for every feasible x when y is dual
// feasible.
// Conditions: rows times columns up to some hundred thousand; each pivot costs rows · columns. What is larger
// than a caller allows is not begun.

/// Maximise `objective · x` subject to sparse rows `A x <= bound`, `x >= 0`, all bounds >= 0.
struct LinearProgram {
  struct Row {
    var coefficients: [(column: Int, value: Double)]
    var bound: Double
  }

  struct Solution {
    var x: [Double]
    var duals: [Double]
    var value: Double
    /// Sum of bounds times duals: equal to `value` at the optimum.
    var bound: Double
  }

  var objective: [Double]
  var rows: [Row] = []

  /// Changes of numbers after which a programme is given up: about a minute.
  private static let mostChanges = 1 << 36

  /// `mostCells`: Numbers the tableau may have, eight bytes each.
  /// Nil when the programme is unbounded or too large, or 50 · (rows + columns) pivots or a minute's work did
  /// not suffice.
  func maximum(mostCells: Int = 1 << 27) -> Solution? {
    let n = objective.count
    let m = rows.count
    let width = n + m + 1
    guard (m + 1) * width <= mostCells else { return nil }
    var tableau = [Double](repeating: 0, count: (m + 1) * width)
    for (i, row) in rows.enumerated() {
      for entry in row.coefficients { tableau[i * width + entry.column] += entry.value }
      tableau[i * width + n + i] = 1
      tableau[i * width + width - 1] = max(0, row.bound)
    }
    for (j, c) in objective.enumerated() { tableau[m * width + j] = -c }
    var basis = (0..<m).map { n + $0 }
    let scale = objective.reduce(1e-300) { max($0, abs($1)) }
    let tolerance = 1e-10 * scale

    var stalled = 0
    var (pivots, changes) = (0, 0)
    var touched: [Int] = []
    let solved = tableau.withUnsafeMutableBufferPointer { t -> Bool in
      while pivots < 50 * (n + m + 1), changes < Self.mostChanges {
        // Entering column.
        var entering = -1
        if stalled < 2 * m + 20 {
          var best = -tolerance
          for j in 0..<(width - 1) where t[m * width + j] < best {
            best = t[m * width + j]
            entering = j
          }
        } else {
          for j in 0..<(width - 1) where t[m * width + j] < -tolerance {
            entering = j
            break
          }
        }
        guard entering >= 0 else { return true }
        // Leaving row: smallest ratio, then the smallest basic column.
        var leaving = -1
        var least = Double.infinity
        for i in 0..<m {
          let a = t[i * width + entering]
          guard a > 1e-9 else { continue }
          let ratio = t[i * width + width - 1] / a
          if leaving < 0 || ratio < least - 1e-12 * max(1, least)
            || (leaving >= 0 && ratio <= least && basis[i] < basis[leaving])
          {
            least = ratio
            leaving = i
          }
        }
        guard leaving >= 0 else { return false }
        stalled = least > 1e-12 ? 0 : stalled + 1
        let pivot = t[leaving * width + entering]
        touched.removeAll(keepingCapacity: true)
        for j in 0..<width where t[leaving * width + j] != 0 {
          t[leaving * width + j] /= pivot
          touched.append(j)
        }
        for i in 0...m where i != leaving {
          let factor = t[i * width + entering]
          guard factor != 0 else { continue }
          for j in touched { t[i * width + j] -= factor * t[leaving * width + j] }
          t[i * width + entering] = 0
          changes += touched.count
        }
        basis[leaving] = entering
        pivots += 1
      }
      return false
    }
    guard solved else { return nil }
    var x = [Double](repeating: 0, count: n)
    for (i, column) in basis.enumerated() where column < n {
      x[column] = max(0, tableau[i * width + width - 1])
    }
    let duals = (0..<m).map { max(0, tableau[m * width + n + $0]) }
    return Solution(
      x: x, duals: duals, value: zip(objective, x).reduce(0) { $0 + $1.0 * $1.1 },
      bound: zip(rows, duals).reduce(0) { $0 + max(0, $1.0.bound) * $1.1 })
  }
}
