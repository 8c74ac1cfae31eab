import Queueing
import Testing

@Suite("Erlang B against the reference tables")
struct ErlangBGoldenTests {
  @Test("blocking and its logarithm", golden("erlang_b.csv"))
  func blocking() throws {
    let table = try GoldenTable("erlang_b.csv")
    let loads = try table.numbers("offered_load_erl")
    let lines = try table.numbers("n")
    let expected = try table.numbers("B")
    let logs = try table.numbers("ln_B")
    var worst = Worst("erlang_b.csv B")
    var worstLog = Worst("erlang_b.csv ln B")
    for row in loads.indices {
      let b = try ErlangB.blocking(lines: lines[row], load: loads[row])
      if expected[row] > 1e-290 { worst.relative(b, expected[row], row: row) }
      // ln B near 0 has B's relative error as its absolute one.
      worstLog.absolute(
        try ErlangB.logBlocking(lines: lines[row], load: loads[row]) / max(1, -logs[row]),
        logs[row] / max(1, -logs[row]), row: row)
    }
    print(worst, worstLog, separator: "\n")
    #expect(worst.error <= 1e-12)
    #expect(worstLog.error <= 1e-12)
  }

  @Test("smallest number of lines", golden("erlang_b_min_lines.csv"))
  func minimumLines() throws {
    let table = try GoldenTable("erlang_b_min_lines.csv")
    let loads = try table.numbers("offered_load_erl")
    let targets = try table.numbers("target_blocking")
    let expected = try table.numbers("min_lines")
    for row in loads.indices {
      #expect(
        try ErlangB.minimumLines(load: loads[row], target: targets[row]) == expected[row],
        "\(loads[row]) erl, \(targets[row])")
    }
  }

  @Test("largest load", golden("erlang_b_max_load.csv"))
  func maximumLoad() throws {
    let table = try GoldenTable("erlang_b_max_load.csv")
    let lines = try table.numbers("n")
    let targets = try table.numbers("target_blocking")
    let expected = try table.numbers("max_offered_load_erl")
    var worst = Worst("erlang_b_max_load.csv")
    for row in lines.indices {
      worst.relative(
        try ErlangB.maximumLoad(lines: lines[row], target: targets[row]), expected[row], row: row)
    }
    print(worst)
    #expect(worst.error <= 1e-12)
  }
}
