import LinearAlgebra
import Testing

@Suite struct ConcurrencyTests {
  /// 64 tasks solve different systems many times over; every answer is known beforehand.
  @Test func manyTasksGetTheirOwnAnswers() async throws {
    let wrong = try await withThrowingTaskGroup(of: Int.self) { group in
      for task in 0..<64 {
        group.addTask {
          var wrong = 0
          for round in 0..<20 {
            let columns = 3 + (task + round) % 9
            var state = UInt64(task * 1000 + round + 1)
            func next() -> Double {
              state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
              return Double(state >> 33) / 4_294_967_296 - 0.25
            }
            var a = Matrix(rows: 60, columns: columns)
            for k in a.storage.indices { a.storage[k] = next() }
            let truth = (0..<columns).map { Double($0 + task) }
            let b = try a.times(truth)
            let x = try a.leastSquares(b)
            let s = try a.singularValueDecomposition()
            let trace = try a.gram()
            let squares = s.values.reduce(0) { $0 + $1 * $1 }
            let diagonal = (0..<columns).reduce(0) { $0 + trace[$1, $1] }
            if zip(x, truth).contains(where: { abs($0 - $1) > 1e-8 }) { wrong += 1 }
            if abs(squares - diagonal) > 1e-8 { wrong += 1 }
          }
          return wrong
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(wrong == 0)
  }
}
