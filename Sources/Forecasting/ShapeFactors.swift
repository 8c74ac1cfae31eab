// Intraday shapes by a factor model (Shen & Huang 2008): the deviations of R = S/L from its mean are
// spanned by the leading right singular vectors; each weekday's shape is the mean plus its recent
// weighted scores on them. A shape that uses few numbers a weekday is less noisy than one that
// estimates every slot alone, which pays where counts are low.

internal import Glibc
internal import LinearAlgebra

enum ShapeFactors {
  static let counts = [2, 4]
  static let halfLives: [Double] = [30, 90]
  static let memory = 200.0

  /// Shapes of every setting; none when there are fewer than 15 regular days.
  static func shapes(
    _ series: DaySeries, _ design: LevelDesign
  ) throws(LinearAlgebraError) -> [(ShapeSetting, Shapes)] {
    let days = (0..<design.origin).filter {
      design.isRegular[$0] && design.origin - $0 <= 3 * Int(memory)
    }
    let (week, j) = (series.weekLength, series.columns)
    guard days.count >= 15, j >= 8 else { return [] }
    let v = days.map { pow(0.5, Double(design.origin - 1 - $0) / memory) }
    // Days differ in their open columns; a closed one says nothing about the mean there.
    var mean = [Double](repeating: 0, count: j)
    var weight = mean
    for (i, d) in days.enumerated() {
      let isOpen = series.open[series.weekdays[d]]
      for c in 0..<j where isOpen[c] {
        mean[c] += v[i] * series.root[d * j + c] / series.level[d]
        weight[c] += v[i]
      }
    }
    for c in 0..<j where weight[c] > 0 { mean[c] /= weight[c] }
    var deviations = Matrix(rows: days.count, columns: j)
    for (i, d) in days.enumerated() {
      let isOpen = series.open[series.weekdays[d]]
      for c in 0..<j where isOpen[c] {
        deviations.storage[c * days.count + i] =
          series.root[d * j + c] / series.level[d] - mean[c]
      }
    }
    var weighted = deviations
    let roots = v.map { $0.squareRoot() }
    for c in 0..<j { for i in days.indices { weighted.storage[c * days.count + i] *= roots[i] } }
    let vectors = try leadingRightVectors(weighted, ShapeCandidates.largestCount)
    let memories = halfLives.map { halfLife in
      days.map { pow(0.5, Double(design.origin - 1 - $0) / halfLife) }
    }
    var all: [(ShapeSetting, Shapes)] = []
    for smooth in ShapeCandidates.smoothings {
      let kernel = smooth > 0 ? ShapeCandidates.gaussianKernel(smooth) : [1]
      let base = ShapeCandidates.convolved(mean, kernel)
      let lines = vectors.map { ShapeCandidates.convolved($0, kernel) }
      for count in counts where count <= lines.count {
        let scores = try scores(deviations, Array(lines[..<count]))
        for (halfLife, memory) in zip(halfLives, memories) {
          var sums = [Double](repeating: 0, count: week * count)
          var weights = [Double](repeating: 0.5, count: week)
          for (i, d) in days.enumerated() {
            let (w, u) = (series.weekdays[d], memory[i])
            weights[w] += u
            for k in 0..<count { sums[w * count + k] += u * scores[i, k] }
          }
          var values = [Double](repeating: 0, count: week * j)
          for w in 0..<week {
            for c in 0..<j where series.open[w][c] {
              if series.isUnseen[w] {
                values[w * j + c] = series.unseenShape[w * j + c]
                continue
              }
              var value = base[c]
              for k in 0..<count { value += sums[w * count + k] / weights[w] * lines[k][c] }
              values[w * j + c] = max(0, value)
            }
          }
          all.append(
            (.factors(count: count, halfLife: halfLife, smooth: smooth), Shapes(values: values)))
        }
      }
    }
    return all
  }

  /// The leading right singular vectors, through the smaller Gram matrix when that is cheaper.
  private static func leadingRightVectors(
    _ matrix: Matrix, _ count: Int
  ) throws(LinearAlgebraError) -> [[Double]] {
    if matrix.rows * matrix.columns <= 6000 {
      let svd = try matrix.singularValueDecomposition()
      return (0..<min(count, svd.values.count)).map { svd.vTransposed.row($0) }
    }
    if matrix.columns <= matrix.rows {
      let system = try matrix.gram().symmetricEigensystem()
      return (0..<min(count, matrix.columns)).map {
        system.vectors.column(matrix.columns - 1 - $0)
      }
    }
    let system = try matrix.transposed.gram().symmetricEigensystem()
    var vectors: [[Double]] = []
    for k in 0..<min(count, matrix.rows) {
      let value = system.values[matrix.rows - 1 - k]
      guard value > 1e-12 else { break }
      let left = system.vectors.column(matrix.rows - 1 - k)
      let right = try matrix.transposed.times(left)
      vectors.append(right.map { $0 / value.squareRoot() })
    }
    return vectors
  }

  /// Least-squares scores of every row on the lines.
  private static func scores(
    _ deviations: Matrix, _ lines: [[Double]]
  ) throws(LinearAlgebraError) -> Matrix {
    let j = deviations.columns
    var basis = Matrix(rows: j, columns: lines.count)
    for (k, line) in lines.enumerated() { for c in 0..<j { basis[c, k] = line[c] } }
    var gram = try basis.gram()
    for k in 0..<lines.count { gram[k, k] += 1e-9 }
    let right = try basis.times(deviations, transposingSelf: true, transposingOther: true)
    return try gram.solvePositiveDefinite(right).transposed
  }
}

extension ShapeCandidates {
  static let largestCount = ShapeFactors.counts.max() ?? 0
}
