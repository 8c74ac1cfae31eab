internal import CLAPACK

extension Matrix {
  /// The product `op(self) · op(other)` (BLAS `dgemm`), O(m n k).
  ///
  /// Throws ``LinearAlgebraError/shape(_:)`` when the inner counts differ.
  public func times(
    _ other: Matrix, transposingSelf: Bool = false, transposingOther: Bool = false
  ) throws(LinearAlgebraError) -> Matrix {
    let (m, inner) = transposingSelf ? (columns, rows) : (rows, columns)
    let (otherInner, n) =
      transposingOther
      ? (other.columns, other.rows) : (other.rows, other.columns)
    guard inner == otherInner else { throw .shape("\(m)x\(inner) by \(otherInner)x\(n)") }
    var product = Matrix(rows: m, columns: n)
    guard m > 0, n > 0, inner > 0 else { return product }
    try requireIndexable(m, n)
    let mm = try count(m)
    let nn = try count(n)
    let kk = try count(inner)
    let lda = try count(rows)
    let ldb = try count(other.rows)
    callingLAPACK {
      dgemm_(
        [transposingSelf ? Letter.transpose : Letter.none],
        [transposingOther ? Letter.transpose : Letter.none], [mm], [nn], [kk], [1], storage, [lda],
        other.storage, [ldb], [0], &product.storage, [mm], 1, 1)
    }
    return product
  }

  /// The product with a vector of `columns` elements; `rows` elements.
  public func times(_ vector: [Double]) throws(LinearAlgebraError) -> [Double] {
    try times(Matrix(rows: vector.count, columns: 1, columnMajor: vector)).storage
  }

  /// The Gram matrix `selfᵀ · self` (BLAS `dsyrk`), symmetric, both triangles filled.
  public func gram() throws(LinearAlgebraError) -> Matrix {
    var result = Matrix(rows: columns, columns: columns)
    guard rows > 0, columns > 0 else { return result }
    let n = try count(columns)
    let k = try count(rows)
    callingLAPACK {
      dsyrk_(
        [Letter.upper], [Letter.transpose], [n], [k], [1], storage, [k], [0], &result.storage, [n],
        1, 1)
    }
    for j in 0..<columns { for i in 0..<j { result[j, i] = result[i, j] } }
    return result
  }
}
