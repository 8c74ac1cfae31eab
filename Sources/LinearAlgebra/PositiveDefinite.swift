internal import CLAPACK
internal import Glibc

/// The Cholesky factor of a symmetric positive definite matrix, to solve with many times.
public struct Cholesky: Sendable {
  /// Lower triangle L with L·Lᵀ the matrix; what stands above the diagonal is not defined.
  private let factor: Matrix

  public var order: Int { factor.rows }

  /// Factors `matrix`, of which only the lower triangle is read (`dpotrf`), O(n³/3).
  ///
  /// Throws ``LinearAlgebraError/notPositiveDefinite(order:)``.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    try requireSquare(matrix)
    try requireFinite(matrix.storage)
    var a = matrix
    let n = try count(matrix.rows)
    var info: lapack_int = 0
    callingLAPACK { dpotrf_([Letter.lower], [n], &a.storage, [n], &info, 1) }
    try requireArguments("dpotrf", info)
    if info > 0 { throw .notPositiveDefinite(order: Int(info)) }
    factor = a
  }

  /// Solves for every column of `b` (`dpotrs`), O(n²) a column.
  public func solve(_ b: Matrix) throws(LinearAlgebraError) -> Matrix {
    guard b.rows == order else { throw .shape("\(order)x\(order) against \(b.rows)x\(b.columns)") }
    guard b.columns > 0 else { return b }
    try requireFinite(b.storage)
    var x = b
    let n = try count(order)
    let columns = try count(b.columns)
    var info: lapack_int = 0
    callingLAPACK {
      dpotrs_([Letter.lower], [n], [columns], factor.storage, [n], &x.storage, [n], &info, 1)
    }
    try requireArguments("dpotrs", info)
    return x
  }

  public func solve(_ b: [Double]) throws(LinearAlgebraError) -> [Double] {
    try solve(Matrix(rows: b.count, columns: 1, columnMajor: b)).storage
  }

  /// Natural logarithm of the determinant.
  public var logDeterminant: Double {
    var sum = 0.0
    for i in 0..<order { sum += log(factor[i, i]) }
    return 2 * sum
  }
}

extension Matrix {
  /// Solves a symmetric positive definite system for every column of `b`, reading the lower
  /// triangle of self (`dposv`), O(n³/3).
  public func solvePositiveDefinite(_ b: Matrix) throws(LinearAlgebraError) -> Matrix {
    try requireSquare(self)
    guard b.rows == rows else { throw .shape("\(rows)x\(columns) against \(b.rows)x\(b.columns)") }
    guard b.columns > 0 else { return b }
    try requireFinite(storage)
    try requireFinite(b.storage)
    var a = storage
    var x = b
    let n = try count(rows)
    let right = try count(b.columns)
    var info: lapack_int = 0
    callingLAPACK { dposv_([Letter.lower], [n], [right], &a, [n], &x.storage, [n], &info, 1) }
    try requireArguments("dposv", info)
    if info > 0 { throw .notPositiveDefinite(order: Int(info)) }
    return x
  }
}

func requireSquare(_ matrix: Matrix) throws(LinearAlgebraError) {
  guard matrix.rows > 0, matrix.columns > 0 else { throw .empty }
  guard matrix.rows == matrix.columns else {
    throw .shape("\(matrix.rows)x\(matrix.columns) is not square")
  }
  try requireIndexable(matrix.rows, matrix.columns)
}
