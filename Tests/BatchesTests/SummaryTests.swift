import Batches
import Diagnostics
import Files
import Publishing
import Tables
import TestSupport
import Testing

@Suite struct SummaryTests {
  private func receipt(_ centre: String, _ code: Int32, asOf: String = "2026-11-23") -> PlanReceipt
  {
    var receipt = PlanReceipt(
      centre: centre, asOf: asOf, options: "", exitCode: code, message: "said \(code)",
      seconds: 1.25, finished: "2026-11-29T04:17:00Z", version: "1")
    if code == 0 {
      receipt.outcome = .published
      receipt.missingHours = 1.5
      receipt.paidHours = 100.25
      receipt.wages = ["USD": "2000.50"]
    }
    return receipt
  }

  private func summary(_ codes: [Int32], listed: [String]? = nil) throws -> BatchSummary {
    try withTemporaryFolder { folder in
      for (k, code) in codes.enumerated() {
        try receipt("c\(k)", code).write(to: "\(folder)/\(CentreList.receiptName(of: "c\(k)"))")
      }
      return try BatchSummary(folder: folder, centres: listed, asOf: "2026-11-23")
    }
  }

  @Test func exitCodesAreThoseOfTheWorstOrOfAPart() throws {
    #expect(try summary([0, 0]).exitCode == 0)
    #expect(try summary([0, 4]).exitCode == 3)
    #expect(try summary([4, 13]).exitCode == 4)
    #expect(try summary([13, 11]).exitCode == 13)
    #expect(try summary([10, 1, 4]).exitCode == 1)
    #expect(try summary([137, 4]).exitCode == 1)
    #expect(try summary([137, 4]).worst == 137)
    #expect(try summary([0, 12, 0]).worst == 12)
  }

  @Test func aMissingReceiptIsAFailure() throws {
    let all = try summary([0, 0], listed: ["c0", "c1", "c2"])
    #expect(all.exitCode == 3)
    #expect(all.good == 2 && all.bad == 1)
    #expect(all.lines.map(\.centre) == ["c0", "c1", "c2"])
    #expect(all.lines[2].message == "no receipt")
    #expect(all.words.contains("1 of them without a receipt"))
    let fewer = try summary([0, 4], listed: ["c0"])
    #expect(fewer.exitCode == 0)
    #expect(fewer.remarks == ["c1: has a receipt and is not in the list"])
  }

  @Test func sumsAreThoseOfTheLines() throws {
    let json = try summary([0, 0, 4]).json().text()
    #expect(json.contains("\"missing_hours\": 3.00"))
    #expect(json.contains("\"paid_hours\": 200.50"))
    #expect(json.contains("\"USD\": 4001.00"))
    let csv = String(decoding: try summary([0, 4]).table().csv(), as: UTF8.self)
    #expect(csv.split(separator: "\n").count == 3)
    #expect(csv.contains("c1,failed,4,2026-11-23,"))
  }

  @Test func ofTwoReceiptsTheLaterCounts() throws {
    try withTemporaryFolder { folder in
      try receipt("c", 4).write(to: "\(folder)/a.json")
      var later = receipt("c", 0)
      later.finished = "2026-11-29T04:18:00Z"
      try later.write(to: "\(folder)/b.json")
      let summary = try BatchSummary(folder: folder, centres: ["c"])
      #expect(summary.exitCode == 0)
      #expect(summary.remarks.count == 1)
    }
  }

  @Test func whatIsNoReceiptIsNamed() throws {
    try withTemporaryFolder { folder in
      try receipt("c", 0).write(to: "\(folder)/c.json")
      try writeFile("\(folder)/d.json", Array("{\"schema\": 1".utf8))
      let all = try BatchSummary(folder: folder)
      #expect(all.exitCode == 3)
      #expect(all.lines.contains { $0.message.contains("is not a receipt") })
      let listed = try BatchSummary(folder: folder, centres: ["c", "d"])
      #expect(listed.lines[1].message.contains("is not a receipt"))
    }
  }

  @Test func aReceiptIsReadAsItWasWritten() throws {
    try withTemporaryFolder { folder in
      let one = receipt("us//bank/", 0)
      try one.write(to: "\(folder)/r.json")
      #expect(try PlanReceipt.read("\(folder)/r.json") == one)
      #expect(one.centre == "us/bank")
    }
  }

  /// A plan of one file, made from one input.
  @Test func aReceiptCountsWhileNothingHasChanged() throws {
    try withTemporaryFolder { folder in
      let centre = "\(folder)/centre"
      let store = PlanStore(folder: "\(centre)/published")
      try makeFolder(centre)
      try writeFile("\(centre)/history.csv", Array("a\n1\n".utf8))
      let files = [
        PlanFile(
          "roster.csv",
          "agent_id,shift_start_utc,minutes,paid\nA,2026-11-30T09:00:00Z,90,yes\nA,2026-11-30T09:00:00Z,30,no\n"
        ),
        PlanFile(
          "coverage.csv",
          "queue,interval_start,missing\nq,2026-11-30T09:00:00Z,1\nq,2026-11-30T09:15:00Z,2\n"),
      ]
      let manifest = try Manifest(
        planID: "0123", centre: "Test", asOf: "2026-11-23T00:00:00Z", from: "2026-11-30",
        to: "2026-12-07", seed: 1, options: [:], versions: [:],
        inputs: [
          .init(name: "history.csv", content: Array("a\n1\n".utf8)),
          .init(name: "the roster before, 2026-11-23_0", content: []),
        ],
        outputs: files.map { .init(name: $0.name, content: $0.bytes) }, previous: nil,
        wages: ["USD": "12.00"]
      ).encoded()
      try store.publish(name: "p", files: files, manifest: manifest)
      var receipt = PlanReceipt(
        centre: centre, asOf: "2026-11-23", options: "days=7", exitCode: 0, message: "Published",
        seconds: 1, finished: "2026-11-29T04:17:00Z", version: "1")
      try receipt.add(plan: "p", in: store, outcome: .published, switchedLatest: true)
      #expect(receipt.paidHours == 1.5)
      #expect(receipt.missingHours == 0.75)
      #expect(receipt.wages == ["USD": "12.00"])
      func isCurrent(
        asOf: String? = "2026-11-23", options: String = "days=7", version: String = "1"
      ) -> Bool {
        receipt.isCurrent(centre: centre, asOf: asOf, options: options, version: version)
      }
      #expect(isCurrent())
      #expect(!isCurrent(asOf: "2026-11-24"))
      #expect(!isCurrent(asOf: nil))
      #expect(!isCurrent(options: "days=14"))
      #expect(!isCurrent(version: "2"))
      #expect(
        !receipt.isCurrent(centre: folder, asOf: "2026-11-23", options: "days=7", version: "1"))
      try writeFile("\(centre)/history.csv", Array("a\n2\n".utf8))
      #expect(!isCurrent())
      try writeFile("\(centre)/history.csv", Array("a\n1\n".utf8))
      #expect(isCurrent())
      try writeFile("\(store.path(of: "p"))/not-in-force.txt", Array("rolled-back: x\n".utf8))
      #expect(!isCurrent())
      try removeTree("\(store.path(of: "p"))/not-in-force.txt")
      try writeFile("\(store.path(of: "p"))/coverage.csv", Array("edited\n".utf8))
      #expect(!isCurrent())
    }
  }
}
