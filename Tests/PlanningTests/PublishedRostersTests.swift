import CentreModel
import CivilTime
import Diagnostics
import Files
import Planning
import Publishing
import TestSupport
import Testing

@Suite("Which published roster counts when")
struct PublishedRostersTests {
  private let zone = Zone.utc

  private func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  /// Publishes a plan in which agent `name` works from 9 to 17 on every day of the period.
  private func publish(
    _ store: PlanStore, _ name: String, _ from: String, _ to: String, sequence: Int,
    failure: [String] = []
  ) throws {
    var roster = "agent_id,activity,start_utc,end_utc\n"
    var day = try date(from)
    while day < (try date(to)) {
      roster += "\(name),work,\(day)T09:00:00Z,\(day)T17:00:00Z\n"
      day = day + 1
    }
    let files = [PlanFile("roster.csv", roster)]
    let manifest = Manifest(
      planID: name, centre: "c", asOf: "2026-11-01T00:00:00Z", from: from, to: to, seed: 1,
      options: [:], versions: [:], inputs: [],
      outputs: files.map { Manifest.File(name: $0.name, content: $0.bytes) }, previous: nil,
      sequence: sequence)
    try store.publish(
      name: "\(from)_\(name)", files: files, manifest: manifest.encoded(), failure: failure)
  }

  /// Who works on each date of a range, as `name name …`.
  private func workers(
    _ store: PlanStore, before text: String
  ) throws -> [String] {
    let until = try date(text)
    let segments = try PublishedRosters(store).before(until, zone: zone).segments
    return (1...10).map { back in
      segments.filter { zone.date(at: $0.start) == until - back }.map(\.agent).sorted()
        .joined(separator: " ")
    }
  }

  @Test("of two plans for a day the one published last counts, a part of a week too")
  func overlap() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: "\(folder)/published")
      try publish(store, "A", "2026-11-02", "2026-11-09", sequence: 1)
      try publish(store, "B", "2026-11-09", "2026-11-16", sequence: 2)
      // From Thursday on the second week was planned again.
      try publish(store, "C", "2026-11-12", "2026-11-16", sequence: 3)
      #expect(
        try workers(store, before: "2026-11-16") == [
          "C", "C", "C", "C", "B", "B", "B", "A", "A", "A",
        ])
      // A plan of Wednesday alone knows what was published for Monday and Tuesday.
      #expect(try workers(store, before: "2026-11-11").prefix(3) == ["B", "B", "A"])
    }
  }

  @Test("a plan that failed is continued by nobody until it is accepted")
  func failed() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: "\(folder)/published")
      try publish(store, "A", "2026-11-02", "2026-11-09", sequence: 1)
      try publish(store, "B", "2026-11-02", "2026-11-09", sequence: 2, failure: ["goal: missed"])
      #expect(try store.latestName == "2026-11-02_A")
      #expect(try store.failure(of: "2026-11-02_B") == ["goal: missed"])
      #expect(try workers(store, before: "2026-11-09").first == "A")
      try store.accept("2026-11-02_B")
      #expect(try store.latestName == "2026-11-02_B")
      #expect(try workers(store, before: "2026-11-09").first == "B")
    }
  }

  @Test("a damaged manifest is named and stops nothing")
  func damaged() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: "\(folder)/published")
      try publish(store, "A", "2026-11-02", "2026-11-09", sequence: 1)
      try publish(store, "B", "2026-11-02", "2026-11-09", sequence: 2)
      try writeFile("\(store.path(of: "2026-11-02_B"))/manifest.json", Array("{".utf8))
      let rosters = try PublishedRosters(store)
      #expect(rosters.damaged.count == 1)
      #expect(try workers(store, before: "2026-11-09").first == "A")
    }
  }
}
