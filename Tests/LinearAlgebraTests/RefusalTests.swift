import LinearAlgebra
import Testing

@Suite struct RefusalTests {
  @Test func refusesEmptyMatrices() {
    let none = Matrix(rows: 0, columns: 0)
    #expect(throws: LinearAlgebraError.empty) { try none.leastSquares([]) }
    #expect(throws: LinearAlgebraError.empty) { try none.rankRevealingLeastSquares([]) }
    #expect(throws: LinearAlgebraError.empty) { try none.minimumNormLeastSquares([]) }
    #expect(throws: LinearAlgebraError.empty) { try Cholesky(none) }
    #expect(throws: LinearAlgebraError.empty) { try none.singularValueDecomposition() }
    #expect(throws: LinearAlgebraError.empty) { try none.symmetricEigensystem() }
    #expect(throws: LinearAlgebraError.empty) {
      try solveTridiagonalPositiveDefinite(diagonal: [], offDiagonal: [], transposed: none)
    }
    #expect(throws: LinearAlgebraError.empty) { try solveBandedPositiveDefinite(bands: [], none) }
    #expect(throws: LinearAlgebraError.empty) {
      try solveTridiagonal(lower: [], diagonal: [], upper: [], none)
    }
  }

  @Test func multipliesEmptyMatrices() throws {
    let a = Matrix(rows: 2, columns: 0)
    #expect(try a.times(Matrix(rows: 0, columns: 3)) == Matrix(rows: 2, columns: 3))
  }

  @Test func namesTheSingularPivot() {
    let zero = Matrix([[1, 0], [0, 0], [0, 0]])
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) { try zero.leastSquares([1, 1, 1]) }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
      try Cholesky(Matrix([[1, 2], [2, 1]]))
    }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
      try Matrix([[1, 2], [2, 1]]).solvePositiveDefinite(Matrix(rows: 2, columns: 1))
    }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) {
      try solveTridiagonalPositiveDefinite(
        diagonal: [1, 1], offDiagonal: [2], transposed: Matrix(rows: 1, columns: 2))
    }
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) {
      try solveTridiagonal(
        lower: [1], diagonal: [1, 1], upper: [1], Matrix(rows: 2, columns: 1, repeating: 1))
    }
  }

  @Test func refusesWrongShapesAndNumbers() {
    let a = Matrix([[1, 2], [3, 4]])
    #expect(throws: LinearAlgebraError.self) { try a.leastSquares([1]) }
    #expect(throws: LinearAlgebraError.self) { try Matrix([[1, 2]]).leastSquares([1]) }
    #expect(throws: LinearAlgebraError.self) { try a.times(Matrix(rows: 3, columns: 1)) }
    #expect(throws: LinearAlgebraError.self) { try Cholesky(Matrix(rows: 2, columns: 3)) }
    #expect(throws: LinearAlgebraError.notFinite) { try a.leastSquares([1, .nan]) }
    #expect(throws: LinearAlgebraError.notFinite) {
      try Matrix([[.infinity]]).singularValueDecomposition()
    }
    #expect(throws: LinearAlgebraError.self) {
      try solveBandedPositiveDefinite(bands: [[1, 1], []], Matrix(rows: 2, columns: 1))
    }
  }

  @Test func refusesMoreElementsThanThirtyTwoBitsCount() {
    // An empty column count keeps the storage empty: nothing of this size is allocated.
    let wide = Matrix(rows: Int(Int32.max) + 1, columns: 0)
    #expect(throws: LinearAlgebraError.self) { try wide.leastSquares([]) }
    #expect(throws: LinearAlgebraError.tooLarge(Int(Int32.max) + 1)) {
      try requireCount(Int(Int32.max) + 1)
    }
  }

  @Test func knowsTheUnsafeLibrary() {
    #expect(LAPACKLibrary.needsSerialising(parallelMode: 0, configuration: "OpenBLAS 0.3.21"))
    #expect(!LAPACKLibrary.needsSerialising(parallelMode: 1, configuration: "OpenBLAS 0.3.21"))
    #expect(!LAPACKLibrary.needsSerialising(parallelMode: 0, configuration: "USE_LOCKING"))
    #expect(LAPACKLibrary.needsSerialising(parallelMode: nil, configuration: "SINGLE_THREADED"))
    #expect(LAPACKLibrary.current.version.split(separator: ".").count == 3)
  }
}
