import LinearPrograms
import TestSupport
import Testing

/// Runs where the library is installed, or `MUSTER_HIGHS_LIB` names it.
@Suite struct HiGHSTests {
  private var solver: HiGHS? {
    let named = environment("MUSTER_HIGHS_LIB").map { [$0] } ?? []
    return HiGHS(names: named + ["libhighs.so", "libhighs.so.1"])
  }

  @Test func absentLibraryIsNil() {
    #expect(HiGHS(names: ["/nonexistent/libhighs.so"]) == nil)
    // A library that is there and is another one.
    #expect(HiGHS(names: ["libc.so.6"]) == nil)
  }

  /// min x + 2y, x + y >= 3, x <= 2: x = 2, y = 1; one more required costs 2.
  @Test func smallProgram() throws {
    guard let solver else { return skipped("HiGHS is not installed") }
    #expect(!solver.version.isEmpty)
    var program = LinearProgram()
    let x = program.addColumn(cost: 1, upper: 2)
    let y = program.addColumn(cost: 2)
    let row = program.addRow(atLeast: 3)
    program.set(row: row, column: x, 1)
    program.set(row: row, column: y, 1)
    let solution = try #require(solver.minimum(of: program))
    #expect(abs(solution.objective - 4) < 1e-9)
    #expect(abs(solution.columns[0] - 2) < 1e-9 && abs(solution.columns[1] - 1) < 1e-9)
    #expect(abs(solution.rowDuals[0] - 2) < 1e-9)
  }

  @Test func impossibleProgramIsNil() {
    guard let solver else { return skipped("HiGHS is not installed") }
    var program = LinearProgram()
    let x = program.addColumn(cost: 1, upper: 2)
    let row = program.addRow(atLeast: 3)
    program.set(row: row, column: x, 1)
    #expect(solver.minimum(of: program) == nil)
  }
}
