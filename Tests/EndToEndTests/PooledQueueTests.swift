import TestSupport
import Testing

/// Queues served by the same people are one line.
@Suite("Queues that the same people serve")
struct PooledQueueTests {
  private static let ids = ["a", "b", "c", "d"]

  /// Four queues of six contacts in half an hour; `skills` of the twelve people.
  private func centre(
    in folder: String, skills: (Int) -> String
  ) throws -> TinyCentre {
    let centre = try TinyCentre(in: folder)
    let queues = Self.ids.map {
      """
      [[queue]]
      id = "\($0)"
      hours = "Mon-Fri 09:00-17:00"
      patience_seconds = 600
      shrinkage = 0.1
      goal = { service_level = 0.8, within_seconds = 20 }

      """
    }
    try centre.change("centre.toml") { text in
      let from = text.firstRange(of: "[[queue]]").map { text[..<$0.lowerBound] } ?? ""
      let to = text.firstRange(of: "[[contract]]").map { text[$0.lowerBound...] } ?? ""
      return String(from) + queues.joined() + String(to)
    }
    var agents = "agent_id,name,contract,skills\n"
    for k in 10..<22 { agents += "A\(k),Agent \(k),FT,\(skills(k))\n" }
    try centre.write("agents.csv", agents)
    var history = "interval_start,queue,offered,handled,abandoned,handle_s\n"
    for line in TinyCentre.history.split(separator: "\n").dropFirst() {
      let time = line.split(separator: ",")[0]
      for id in Self.ids { history += "\(time),\(id),6,6,0,1800\n" }
    }
    try centre.write("history.csv", history)
    return centre
  }

  /// Rows of a column by interval of the period's Tuesday: the queue's, with the column's number.
  private func tuesday(_ text: String, _ column: String) throws -> [String: [Int]] {
    let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    let header = try #require(lines.first)
    let at = try #require(header.firstIndex(of: column))
    var all: [String: [Int]] = [:]
    for line in lines.dropFirst() where line[1].hasPrefix("2026-12-01T") {
      all[line[1], default: []].append(try #require(Int(line[at])))
    }
    return all
  }

  /// Share answered in time by Erlang A, term by term.
  private func level(load: Double, agents: Int, handling: Double, patience: Double, within: Double)
    -> Double
  {
    let (mu, theta) = (1 / handling, 1 / patience)
    let lambda = load * mu
    var weights = [1.0]
    for k in 1..<agents + 60 {
      let rate = Double(min(k, agents)) * mu + Double(max(0, k - agents)) * theta
      weights.append(weights[k - 1] * lambda / rate)
    }
    let all = weights.reduce(0, +)
    var answered = 0.0
    for (k, weight) in weights.enumerated() {
      guard k >= agents else {
        answered += weight
        continue
      }
      // In small steps: those ahead leave one by one; the caller gives up at the rate theta.
      var ahead = Array(repeating: 0.0, count: k - agents + 1)
      ahead[k - agents] = 1
      let step = 0.02
      for _ in 0..<Int(within / step) {
        var next = ahead
        for j in ahead.indices {
          let leaves = (Double(agents) * mu + Double(j) * theta) * step
          next[j] -= ahead[j] * (leaves + theta * step)
          if j > 0 {
            next[j - 1] += ahead[j] * leaves
          } else {
            answered += weight * ahead[j] * leaves
          }
        }
        ahead = next
      }
    }
    return answered / all
  }

  @Test("are staffed for the sum of their contacts, and the floor keeps what that promises")
  func together() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder) { _ in Self.ids.joined(separator: ";") }
      let finished = try centre.plan()
      #expect(finished.code == 0, "\(finished.errors)")
      let requirement = try text(of: "\(centre.latest)/requirement.csv")
      let load = 24.0 * 300 / 1800
      let fewest = try #require(
        (5..<12).first {
          level(load: load, agents: $0, handling: 300, patience: 600, within: 20) >= 0.8
        })
      for (time, agents) in try tuesday(requirement, "agents")
      where agents.contains(where: { $0 > 0 }) {
        #expect(agents.reduce(0, +) == fewest, "\(time)")
      }
      for (_, people) in try tuesday(requirement, "scheduled")
      where people.contains(where: { $0 > 0 }) {
        #expect(people.reduce(0, +) == Int((Double(fewest) / 0.9).rounded(.up)))
      }
      #expect(finished.output.contains("a, b, c, d are one line"))
      let goals = try text(of: "\(centre.latest)/goals.csv")
      #expect(!goals.contains("missed"), "\(goals)")
      let explained = try run([
        musterExecutable, "explain", centre.folder, "--queue", "a", "--at", "2026-12-01T10:00",
      ])
      #expect(explained.output.contains("contacts of a, b, c, d together"))
    }
  }

  @Test("are each alone where one of the people serves only some of them")
  func apart() throws {
    try withTemporaryFolder { folder in
      let centre = try centre(in: folder) { $0 == 10 ? "a;b" : Self.ids.joined(separator: ";") }
      _ = try centre.plan("--accept")
      let requirement = try text(of: "\(centre.latest)/requirement.csv")
      let open = try tuesday(requirement, "agents").values.filter { $0.contains { $0 > 0 } }
      #expect(!open.isEmpty && open.allSatisfy { $0.allSatisfy { $0 >= 2 } })
    }
  }
}
