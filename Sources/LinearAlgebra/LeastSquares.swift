internal import CLAPACK

extension Matrix {
  /// The `x` that minimises ‖self·x − b‖₂, by QR (`dgels`), O(m n²).
  ///
  /// `b`: `rows` elements.
  /// Returns `columns` elements.
  /// Throws ``LinearAlgebraError/singular(pivot:)`` when R has an exact zero on its diagonal; use
  ///   ``rankRevealingLeastSquares(_:tolerance:)`` when the rank is in doubt.
  public func leastSquares(_ b: [Double]) throws(LinearAlgebraError) -> [Double] {
    try requireSystem(b)
    guard rows >= columns else { throw .shape("\(rows)x\(columns) has fewer rows than columns") }
    var a = storage
    var x = b
    let m = try count(rows)
    let n = try count(columns)
    var info: lapack_int = 0
    var size = 0.0
    callingLAPACK { dgels_([Letter.none], [m], [n], [1], &a, [m], &x, [m], &size, [-1], &info, 1) }
    var work = [Double](repeating: 0, count: max(1, Int(size)))
    let length = try count(work.count)
    callingLAPACK {
      dgels_([Letter.none], [m], [n], [1], &a, [m], &x, [m], &work, [length], &info, 1)
    }
    try requireArguments("dgels", info)
    if info > 0 { throw .singular(pivot: Int(info) - 1) }
    return Array(x[..<columns])
  }

  /// The shortest `x` among those that minimise ‖self·x − b‖₂, by a complete orthogonal
  /// factorisation with column pivoting (`dgelsy`).
  ///
  /// Any shape and rank, O(m n²).
  ///
  /// `tolerance`: Columns are dropped when the condition estimate exceeds 1/tolerance.
  public func rankRevealingLeastSquares(
    _ b: [Double], tolerance: Double = 1e-10
  ) throws(LinearAlgebraError) -> (x: [Double], rank: Int) {
    try requireSystem(b)
    var a = storage
    var x = b + [Double](repeating: 0, count: max(0, columns - rows))
    let m = try count(rows)
    let n = try count(columns)
    let ldb = try count(x.count)
    var pivots = [lapack_int](repeating: 0, count: columns)
    var (rank, info): (lapack_int, lapack_int) = (0, 0)
    var size = 0.0
    callingLAPACK {
      dgelsy_(
        [m], [n], [1], &a, [m], &x, [ldb], &pivots, [tolerance], &rank, &size, [-1], &info)
    }
    var work = [Double](repeating: 0, count: max(1, Int(size)))
    let length = try count(work.count)
    callingLAPACK {
      dgelsy_(
        [m], [n], [1], &a, [m], &x, [ldb], &pivots, [tolerance], &rank, &work, [length], &info)
    }
    try requireArguments("dgelsy", info)
    return (Array(x[..<columns]), Int(rank))
  }

  /// The shortest `x` among those that minimise ‖self·x − b‖₂, by divide-and-conquer SVD
  /// (`dgelsd`).
  ///
  /// The most reliable and the slowest. Also gives the singular values, descending.
  ///
  /// `tolerance`: Singular values below `tolerance` times the largest count as zero.
  public func minimumNormLeastSquares(
    _ b: [Double], tolerance: Double = 1e-12
  ) throws(LinearAlgebraError) -> (x: [Double], rank: Int, singularValues: [Double]) {
    try requireSystem(b)
    var a = storage
    var x = b + [Double](repeating: 0, count: max(0, columns - rows))
    let m = try count(rows)
    let n = try count(columns)
    let ldb = try count(x.count)
    var values = [Double](repeating: 0, count: Swift.min(rows, columns))
    var (rank, info): (lapack_int, lapack_int) = (0, 0)
    var size = 0.0
    var integers: [lapack_int] = [0]
    callingLAPACK {
      dgelsd_(
        [m], [n], [1], &a, [m], &x, [ldb], &values, [tolerance], &rank, &size, [-1], &integers,
        &info)
    }
    var work = [Double](repeating: 0, count: max(1, Int(size)))
    let length = try count(work.count)
    integers = Array(repeating: 0, count: max(1, Int(integers[0])))
    callingLAPACK {
      dgelsd_(
        [m], [n], [1], &a, [m], &x, [ldb], &values, [tolerance], &rank, &work, [length], &integers,
        &info)
    }
    try requireArguments("dgelsd", info)
    if info > 0 { throw .notConverged(routine: "dgelsd") }
    return (Array(x[..<columns]), Int(rank), values)
  }

  private func requireSystem(_ b: [Double]) throws(LinearAlgebraError) {
    guard rows > 0, columns > 0 else { throw .empty }
    guard b.count == rows else { throw .shape("\(rows)x\(columns) against \(b.count)") }
    try requireIndexable(rows, columns)
    try requireFinite(storage)
    try requireFinite(b)
  }
}

/// Turns a negative `info` into an error.
func requireArguments(_ routine: String, _ info: lapack_int) throws(LinearAlgebraError) {
  if info < 0 { throw .illegalArgument(routine: routine, position: Int(-info)) }
}
