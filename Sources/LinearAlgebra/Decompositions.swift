internal import CLAPACK

/// `u · diag(values) · vᵀ`: m×k, k descending values, k×n, with k the smaller count.
public struct SingularValueDecomposition: Sendable {
  public let u: Matrix
  public let values: [Double]
  public let vTransposed: Matrix
}

/// Eigenvalues ascending, and the eigenvectors as columns in the same order.
public struct SymmetricEigensystem: Sendable {
  public let values: [Double]
  public let vectors: Matrix
}

extension Matrix {
  /// The thin singular value decomposition (`dgesdd`), O(m n min(m, n)).
  public func singularValueDecomposition() throws(LinearAlgebraError)
    -> SingularValueDecomposition
  {
    guard rows > 0, columns > 0 else { throw .empty }
    try requireIndexable(rows, columns)
    try requireFinite(storage)
    let k = Swift.min(rows, columns)
    var a = storage
    let m = try count(rows)
    let n = try count(columns)
    let kk = try count(k)
    var values = [Double](repeating: 0, count: k)
    var u = Matrix(rows: rows, columns: k)
    var vt = Matrix(rows: k, columns: columns)
    var integers = [lapack_int](repeating: 0, count: 8 * k)
    var info: lapack_int = 0
    var size = 0.0
    callingLAPACK {
      dgesdd_(
        [Letter.some], [m], [n], &a, [m], &values, &u.storage, [m], &vt.storage, [kk], &size, [-1],
        &integers, &info, 1)
    }
    var work = [Double](repeating: 0, count: max(1, Int(size)))
    let length = try count(work.count)
    callingLAPACK {
      dgesdd_(
        [Letter.some], [m], [n], &a, [m], &values, &u.storage, [m], &vt.storage, [kk], &work,
        [length], &integers, &info, 1)
    }
    try requireArguments("dgesdd", info)
    if info > 0 { throw .notConverged(routine: "dgesdd") }
    return SingularValueDecomposition(u: u, values: values, vTransposed: vt)
  }

  /// All eigenvalues and eigenvectors of a symmetric matrix, reading its lower triangle (`dsyevr`),
  /// O(n³).
  public func symmetricEigensystem() throws(LinearAlgebraError) -> SymmetricEigensystem {
    try requireSquare(self)
    try requireFinite(storage)
    var a = storage
    let n = try count(rows)
    var values = [Double](repeating: 0, count: rows)
    var vectors = Matrix(rows: rows, columns: rows)
    var support = [lapack_int](repeating: 0, count: 2 * rows)
    var (found, info): (lapack_int, lapack_int) = (0, 0)
    var size = 0.0
    var integerSize: lapack_int = 0
    callingLAPACK {
      dsyevr_(
        [Letter.vectors], [Letter.all], [Letter.lower], [n], &a, [n], [0], [0], [0], [0], [0],
        &found, &values, &vectors.storage, [n], &support, &size, [-1], &integerSize, [-1], &info,
        1, 1, 1)
    }
    var work = [Double](repeating: 0, count: max(1, Int(size)))
    var integers = [lapack_int](repeating: 0, count: max(1, Int(integerSize)))
    let length = try count(work.count)
    let integerLength = try count(integers.count)
    callingLAPACK {
      dsyevr_(
        [Letter.vectors], [Letter.all], [Letter.lower], [n], &a, [n], [0], [0], [0], [0], [0],
        &found, &values, &vectors.storage, [n], &support, &work, [length], &integers,
        [integerLength], &info, 1, 1, 1)
    }
    try requireArguments("dsyevr", info)
    if info > 0 { throw .notConverged(routine: "dsyevr") }
    return SymmetricEigensystem(values: values, vectors: vectors)
  }
}
