import Calculators
import Foundation
import Tables

/// A million rows through `--batch`, read from a file and written nowhere.
func benchBatch() async throws {
  let count = 1_000_000
  var table = TextTable([
    .left("batch of \(count) rows"), .right("CPU"), .right("per row"), .right("peak memory"),
  ])
  for (model, title, header, row) in [
    (
      "c", "Erlang C, agents for 80/20", "calls_per_hour,aht_s,T_s,target_sl",
      { (i: Int) in "\(100 + i % 5000),\(120 + i % 300),20,0.8" }
    ),
    (
      "a", "Erlang A, everything", "calls_per_hour,aht_s,patience_s,T_s,n",
      { (i: Int) in "\(100 + i % 5000),\(120 + i % 300),120,20,\(20 + i % 300)" }
    ),
    (
      "b", "Erlang B", "offered_load_erl,n",
      { (i: Int) in "\(1 + i % 500).25,\(1 + i % 600)" }
    ),
  ] as [(String, String, String, (Int) -> String)] {
    let path = "/tmp/muster-bench-\(getpid()).csv"
    defer { unlink(path) }
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    guard let file = FileHandle(forWritingAtPath: path),
      let calculator = allCalculators.first(where: { $0.name == model })
    else { continue }
    var text = header + "\n"
    for i in 0..<count {
      text += row(i) + "\n"
      if text.utf8.count > 1 << 20 {
        file.write(Data(text.utf8))
        text = ""
      }
    }
    file.write(Data(text.utf8))
    try file.close()
    var bytes = 0
    let spent = try await measure {
      try Batch(calculator, CSVTable(path: path), format: .csv).run { bytes += $0.count }
    }
    table.row(
      title, show(spent.cpu), show(spent.cpu / Double(count)), "\(resources().ru_maxrss / 1024) MB")
  }
  print(table.text(), terminator: "")
}
