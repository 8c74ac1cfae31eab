internal import CLAPACK

/// Solves a symmetric positive definite tridiagonal system for many right sides, O(n) each.
///
/// `diagonal`: n elements.
/// `offDiagonal`: n − 1 elements, element i joins rows i and i + 1.
/// `b`: The right sides transposed: column i has what stands in row i of all of them.
/// Returns the solutions alike. The matrix is factored by LAPACK (`dpttrf`); the substitution is that of
/// `dpttrs`, the same operations in the same order, but for all right sides side by side, which a
/// processor does several at a time.
/// Throws ``LinearAlgebraError/notPositiveDefinite(order:)``.
public func solveTridiagonalPositiveDefinite(
  diagonal: [Double], offDiagonal: [Double], transposed b: Matrix
) throws(LinearAlgebraError) -> Matrix {
  guard !diagonal.isEmpty else { throw .empty }
  guard offDiagonal.count == diagonal.count - 1, b.columns == diagonal.count else {
    throw .shape(
      "\(diagonal.count) on and \(offDiagonal.count) off the diagonal, \(b.columns) columns")
  }
  guard b.rows > 0 else { return b }
  try requireFinite(diagonal)
  try requireFinite(offDiagonal)
  try requireFinite(b.storage)
  var d = diagonal
  var e = offDiagonal + [0]
  let n = try count(d.count)
  var info: lapack_int = 0
  callingLAPACK { dpttrf_([n], &d, &e, &info) }
  try requireArguments("dpttrf", info)
  if info > 0 { throw .notPositiveDefinite(order: Int(info)) }
  var x = b
  let (last, sides) = (d.count - 1, b.rows)
  x.storage.withUnsafeMutableBufferPointer { x in
    for i in stride(from: 1, through: last, by: 1) {
      let (row, before, factor) = (i * sides, (i - 1) * sides, e[i - 1])
      for k in 0..<sides { x[row &+ k] -= x[before &+ k] * factor }
    }
    for k in 0..<sides { x[last * sides + k] /= d[last] }
    for i in stride(from: last - 1, through: 0, by: -1) {
      let (row, after, pivot, factor) = (i * sides, (i + 1) * sides, d[i], e[i])
      for k in 0..<sides { x[row &+ k] = x[row &+ k] / pivot - x[after &+ k] * factor }
    }
  }
  return x
}

/// Solves a symmetric positive definite banded system for every column of `b` (`dpbsv`),
/// O(n k²) + O(n k) a column.
///
/// `bands`: k + 1 arrays: the diagonal (n elements), then the k diagonals below it
///   (n − 1, n − 2, … elements).
/// Throws ``LinearAlgebraError/notPositiveDefinite(order:)``.
public func solveBandedPositiveDefinite(
  bands: [[Double]], _ b: Matrix
) throws(LinearAlgebraError) -> Matrix {
  guard let diagonal = bands.first, !diagonal.isEmpty else { throw .empty }
  let n = diagonal.count
  guard bands.count <= n, b.rows == n else { throw .shape("\(bands.count) bands, \(b.rows) rows") }
  for (k, band) in bands.enumerated() {
    guard band.count == n - k else {
      throw .shape("band \(k) has \(band.count) elements of \(n - k)")
    }
    try requireFinite(band)
  }
  guard b.columns > 0 else { return b }
  try requireFinite(b.storage)
  try requireIndexable(bands.count, n)
  // Lower band storage: element (i, j) of the matrix at row i − j of column j.
  let height = bands.count
  var ab = [Double](repeating: 0, count: height * n)
  for (k, band) in bands.enumerated() {
    for j in band.indices { ab[j * height + k] = band[j] }
  }
  var x = b
  let order = try count(n)
  let below = try count(height - 1)
  let leading = try count(height)
  let columns = try count(b.columns)
  var info: lapack_int = 0
  callingLAPACK {
    dpbsv_(
      [Letter.lower], [order], [below], [columns], &ab, [leading], &x.storage, [order], &info, 1)
  }
  try requireArguments("dpbsv", info)
  if info > 0 { throw .notPositiveDefinite(order: Int(info)) }
  return x
}

/// Solves a general tridiagonal system for every column of `b`, with partial pivoting (`dgtsv`),
/// O(n) a column.
///
/// Throws ``LinearAlgebraError/singular(pivot:)``.
public func solveTridiagonal(
  lower: [Double], diagonal: [Double], upper: [Double], _ b: Matrix
) throws(LinearAlgebraError) -> Matrix {
  let n = diagonal.count
  guard n > 0 else { throw .empty }
  guard lower.count == n - 1, upper.count == n - 1, b.rows == n else {
    throw .shape("\(lower.count), \(n) and \(upper.count) on the diagonals, \(b.rows) rows")
  }
  guard b.columns > 0 else { return b }
  try requireFinite(lower)
  try requireFinite(diagonal)
  try requireFinite(upper)
  try requireFinite(b.storage)
  var (dl, d, du) = (lower + [0], diagonal, upper + [0])
  var x = b
  let order = try count(n)
  let columns = try count(b.columns)
  var info: lapack_int = 0
  callingLAPACK { dgtsv_([order], [columns], &dl, &d, &du, &x.storage, [order], &info) }
  try requireArguments("dgtsv", info)
  if info > 0 { throw .singular(pivot: Int(info) - 1) }
  return x
}
