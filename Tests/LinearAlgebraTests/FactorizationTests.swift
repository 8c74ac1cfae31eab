import LinearAlgebra
import Testing

private func near(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-12) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
}

@Suite struct FactorizationTests {
  @Test func fitsALineByLeastSquares() throws {
    // y = 1 + 2 x with residuals 1, -2, 1 orthogonal to both columns.
    let a = Matrix([[1, 0], [1, 1], [1, 2]])
    let x = try a.leastSquares([2, 1, 6])
    #expect(near(x, [1, 2]))
    #expect(near(try a.rankRevealingLeastSquares([2, 1, 6]).x, [1, 2]))
    #expect(near(try a.minimumNormLeastSquares([2, 1, 6]).x, [1, 2]))
  }

  @Test func givesTheShortestSolutionWhenColumnsRepeat() throws {
    let a = Matrix([[1, 1], [1, 1], [1, 1]])
    let y = try a.rankRevealingLeastSquares([2, 4, 6])
    #expect(y.rank == 1)
    #expect(near(y.x, [2, 2]))
    let d = try a.minimumNormLeastSquares([2, 4, 6])
    #expect(d.rank == 1)
    #expect(near(d.x, [2, 2]))
    let wide = Matrix([[1, 2, 2]])
    #expect(near(try wide.minimumNormLeastSquares([9]).x, [1, 2, 2]))
    #expect(near(try wide.rankRevealingLeastSquares([9]).x, [1, 2, 2]))
  }

  @Test func solvesByCholesky() throws {
    // L = [[2,0,0],[6,1,0],[-8,5,3]]
    let a = Matrix([[4, 12, -16], [12, 37, -43], [-16, -43, 98]])
    let cholesky = try Cholesky(a)
    let b = try a.times([1, -2, 3])
    #expect(near(try cholesky.solve(b), [1, -2, 3], 1e-9))
    #expect(abs(cholesky.logDeterminant - 3.58351893845611) < 1e-9)  // ln 36
    let x = try a.solvePositiveDefinite(Matrix(rows: 3, columns: 1, columnMajor: b))
    #expect(near(x.storage, [1, -2, 3], 1e-9))
  }

  @Test func bandedSolversAgreeWithTheDenseOne() throws {
    let n = 40
    var dense = Matrix(rows: n, columns: n)
    var bands = [[Double]](repeating: [], count: 3)
    for i in 0..<n {
      for k in 0...2 where i + k < n {
        let value = k == 0 ? 7 + Double(i % 3) : -1 / Double(k + i % 2)
        bands[k].append(value)
        dense[i + k, i] = value
        dense[i, i + k] = value
      }
    }
    var b = Matrix(rows: n, columns: 2)
    for i in 0..<n {
      b[i, 0] = Double(i)
      b[i, 1] = Double(i * i % 7)
    }
    let x = try solveBandedPositiveDefinite(bands: bands, b)
    #expect(near(x.storage, try Cholesky(dense).solve(b).storage, 1e-10))

    let t = try solveTridiagonalPositiveDefinite(
      diagonal: bands[0], offDiagonal: bands[1], transposed: b.transposed
    ).transposed
    let p = try solveBandedPositiveDefinite(bands: [bands[0], bands[1]], b)
    let g = try solveTridiagonal(lower: bands[1], diagonal: bands[0], upper: bands[1], b)
    #expect(near(t.storage, p.storage, 1e-10))
    #expect(near(t.storage, g.storage, 1e-10))
  }

  @Test func decomposesIntoSingularValues() throws {
    let a = Matrix([[3, 0], [4, 5]])
    let svd = try a.singularValueDecomposition()
    #expect(near(svd.values.map { $0 * $0 }, [45, 5], 1e-10))
    var scaled = svd.u
    for j in 0..<2 { for i in 0..<2 { scaled[i, j] *= svd.values[j] } }
    #expect(near(try scaled.times(svd.vTransposed).storage, a.storage))
    #expect(near(try svd.u.gram().storage, Matrix.identity(2).storage))
    let wide = try Matrix([[1, 2, 2]]).singularValueDecomposition()
    #expect(near(wide.values, [3]))
    #expect(wide.u.columns == 1 && wide.vTransposed.columns == 3)
  }

  @Test func findsEigenvectorsOfASecondDifference() throws {
    let n = 12
    var a = Matrix(rows: n, columns: n)
    for i in 0..<n {
      a[i, i] = 2
      if i + 1 < n {
        a[i + 1, i] = -1
        a[i, i + 1] = -1
      }
    }
    let system = try a.symmetricEigensystem()
    // 2 − 2 cos(k π / 13): smallest and the sum.
    #expect(abs(system.values[0] - 0.05811636) < 1e-7)
    #expect(abs(system.values.reduce(0, +) - 24) < 1e-10)
    let av = try a.times(system.vectors)
    for k in 0..<n {
      let expected = system.vectors.column(k).map { $0 * system.values[k] }
      #expect(near(av.column(k), expected, 1e-10))
    }
  }

  @Test func multipliesWithTransposes() throws {
    let a = Matrix([[1, 2, 3], [4, 5, 6]])
    let b = Matrix([[1, 0], [0, 1], [1, 1]])
    #expect(try a.times(b) == Matrix([[4, 5], [10, 11]]))
    #expect(try a.times(a, transposingOther: true) == Matrix([[14, 32], [32, 77]]))
    #expect(try b.times(a, transposingSelf: true, transposingOther: true) == a.times(b).transposed)
    #expect(try a.gram() == a.transposed.times(a))
  }
}
