import Queueing
import Tables

/// Time of one call, with the times other libraries were measured to need on the same problems.
func benchErlang() async throws {
  let peers: [(name: String, seconds: [String])] = [
    ("pyworkforce 0.5.1", ["40 µs", "99 µs", "2.1 ms", "21 ms", "260 ms", "–"]),
    ("callcenterdim 0.0.3", ["13 µs", "110 µs", "1.8 ms", "24 ms", "250 ms", "–"]),
    ("call-center-tools 1.0.0", ["74 µs", "140 µs", "1.7 ms", "27 ms", "260 ms", "–"]),
    ("erlanglib 1.2.0", ["48 ms", "120 ms", "4.9 s", "–", "–", "–"]),
  ]
  let loads = [10.0, 100, 1000, 1e4, 1e5, 1e6]
  var table = TextTable(
    [.left("Erlang C, agents for 80/20, AHT 300 s")] + loads.map { .right("\(shortest($0)) erl") })
  var sink = 0.0
  func row(_ name: String, _ count: Int, _ work: (Double, Int) throws -> Double) async throws {
    var cells = [name]
    for load in loads {
      let spent = try await measure {
        for k in 0..<count { sink += try work(load * (1 + Double(k % 100) * 1e-7), k) }
      }
      cells.append(show(spent.cpu / Double(count)))
    }
    table.row(cells)
  }
  table.row(
    ["answer"]
      + (try loads.map {
        shortest(
          try Staffing.minimumAgents(
            for: .init(load: $0, handlingSeconds: 300), goals: .init(serviceLevel: 0.8)
          ).agents)
      }))
  try await row("muster", 50_000) { load, _ in
    try Staffing.minimumAgents(
      for: .init(load: load, handlingSeconds: 300), goals: .init(serviceLevel: 0.8)
    ).agents
  }
  for peer in peers { table.row([peer.name] + peer.seconds) }
  table.rule()
  try await row("muster, 99.9 % at once", 50_000) { load, _ in
    try Staffing.minimumAgents(
      for: .init(load: load, handlingSeconds: 300, thresholdSeconds: 0),
      goals: .init(serviceLevel: 0.999)
    ).agents
  }
  try await row("muster, Erlang B", 50_000) { load, k in
    try ErlangB.blocking(lines: load + Double(k % 3), load: load)
  }
  try await row("muster, Erlang A: service level", 50_000) { load, k in
    try Staffing.serviceLevels(
      of: .init(load: load, handlingSeconds: 300, patienceSeconds: 180),
      agents: load.rounded() + Double(k % 3)
    ).ofOffered
  }
  try await row("muster, Erlang A: everything", 5_000) { load, k in
    try Staffing.performance(
      of: .init(load: load, handlingSeconds: 300, patienceSeconds: 180),
      agents: load.rounded() + Double(k % 3)
    ).averageSpeedOfAnswer
  }
  print(table.text(), terminator: "")
  print("CPU time of one call. Others as measured once on a core of a 2-core AMD EPYC.")
  if sink.isNaN { print("") }
}
