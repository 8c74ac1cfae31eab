import Files
import TestSupport
import Testing

/// A plan under other assumptions.
@Suite struct WhatIfTests {
  /// `queue measure` to plan, same roster and new plan.
  private func ask(_ centre: TinyCentre, _ more: String...) throws -> [String: [Double?]] {
    let result = try run(
      [musterExecutable, "what-if", centre.folder, "--format", "csv", "--roster-time", "0.05"]
        + more)
    #expect(result.code == 0, "\(result.errors)")
    var all: [String: [Double?]] = [:]
    for line in result.output.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      all["\(cells[0]) \(cells[1])"] = cells[3...].map { Double($0) }
    }
    return all
  }

  private func value(_ all: [String: [Double?]], _ name: String, _ k: Int) throws -> Double {
    try #require(all[name]?[k], "\(name)")
  }

  private func isNear(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    abs(a - b) <= tolerance
  }

  private func table(_ text: String) -> [[String: String]] {
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  private func sum(_ rows: [[String: String]], _ column: String) -> Double {
    rows.reduce(0) { $0 + (Double($1[column] ?? "") ?? .nan) }
  }

  @Test func longerCallsAskForMoreAndAreServedWorse() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let before = try centre.latestFiles()
      let all = try ask(centre, "--aht", "+10%")
      // The plan's own column is what its files say.
      let coverage = table(try text(of: "\(centre.latest)/coverage.csv"))
      #expect(isNear(try value(all, " missing hours", 0), sum(coverage, "missing") / 2, 0.01))
      #expect(isNear(try value(all, " required hours", 0), sum(coverage, "scheduled") / 2, 0.01))
      let aht = try value(all, "main AHT", 0)
      #expect(isNear(try value(all, "main AHT", 1), aht * 1.1, 0.01))
      #expect(try value(all, " contacts", 0) == value(all, " contacts", 1))
      #expect(try value(all, " paid hours", 0) == value(all, " paid hours", 1))
      #expect(try value(all, "main service level", 1) < value(all, "main service level", 0))
      #expect(try value(all, "main occupancy", 1) > value(all, "main occupancy", 0))
      // The oracle of the requirement: the step that staffs a forecast file, given longer calls.
      let forecast = try text(of: "\(centre.latest)/forecast.csv")
      var lines = forecast.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      let place = try #require(lines[0].firstIndex(of: "aht_s"))
      for k in lines.indices.dropFirst() {
        lines[k][place] = "\((Double(lines[k][place]) ?? .nan) * 1.1)"
      }
      let staffed = try muster(
        "staff", centre.folder, "--as-of", TinyCentre.asOf, "--forecast", "-", "--format", "csv",
        input: lines.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n")
      #expect(staffed.code == 0, "\(staffed.errors)")
      let required = sum(table(staffed.output), "scheduled") / 2
      #expect(isNear(try value(all, " required hours", 1), required, 0.01))
      #expect(isNear(try value(all, " required hours", 2), required, 0.01))
      // Nothing is written.
      #expect(try centre.latestFiles() == before)
      #expect(try namesInFolder(centre.published).count == 3)
    }
  }

  @Test func whoIsSickIsMissingAndNotPaid() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let roster = table(try text(of: "\(centre.latest)/roster.csv"))
      let own = roster.filter { $0["agent_id"] == "A1" && $0["paid"] == "yes" }
      let date = try #require(own.first?["work_date"])
      let all = try ask(centre, "--sick", "A1")
      #expect(try value(all, " people at work", 1) == value(all, " people at work", 0) - 1)
      let lost = try value(all, " paid hours", 0) - value(all, " paid hours", 1)
      #expect(isNear(lost, sum(own, "minutes") / 60, 0.01))
      #expect(try value(all, " required hours", 1) == value(all, " required hours", 0))
      #expect(try value(all, "main service level", 1) < value(all, "main service level", 0))

      let once = try ask(centre, "--sick", "A1", "--on", date)
      let lostOnce = try value(once, " paid hours", 0) - value(once, " paid hours", 1)
      let ownOnce = own.filter { $0["work_date"] == date }
      #expect(isNear(lostOnce, sum(ownOnce, "minutes") / 60, 0.01))
      #expect(try value(once, " shifts", 1) == value(once, " shifts", 0) - 1)
    }
  }

  @Test func withoutAPlanTheOneThatWouldBeMadeIsAskedAbout() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let all = try ask(centre, "--as-of", TinyCentre.asOf, "--volume", "+20%")
      #expect(!exists(centre.published))
      #expect(try centre.plan().code == 0)
      let roster = table(try text(of: "\(centre.latest)/roster.csv"))
      let paid = sum(roster.filter { $0["paid"] == "yes" }, "minutes") / 60
      #expect(isNear(try value(all, " paid hours", 0), paid, 0.01))
      let contacts = try value(all, "main contacts", 0)
      #expect(isNear(try value(all, "main contacts", 1), contacts * 1.2, 0.01))
      // More shrinkage of nothing else asks for more people, too.
      let shrunk = try ask(centre, "--shrinkage", "+30%")
      #expect(try value(shrunk, " required hours", 1) > value(shrunk, " required hours", 0))
    }
  }

  @Test func theTextSaysWhatItComesTo() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let result = try muster(
        "what-if", centre.folder, "--volume", "-10%", "--aht", "+5%", "--sick", "A1", "A2")
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.output.contains("Assumed: contacts -10 %; AHT +5 %; away: A1, A2."))
      #expect(result.output.contains("left as it stands, the roster gives"))
      let json = try muster("what-if", centre.folder, "--volume", "+1%", "--format", "json")
      #expect(json.output.contains("\"volume_factor\": 1.01"))
    }
  }

  @Test(
    arguments: [
      ([], "nothing that would be otherwise"), (["--aht", "10"], "write 10%"),
      (["--sick", "A9"], "is nobody of this centre"),
      (["--aht", "+1%", "--queue", "mian"], "you meant main"),
      (["--on", "2026-12-01"], "does nothing without --sick"),
      (["--sick", "A1", "--on", "2027-01-01"], "lies outside the plan"),
    ] as [([String], String)])
  func misuseIsNamed(_ more: [String], _ words: String) throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let result = try run([musterExecutable, "what-if", centre.folder] + more)
      #expect(result.code == 2 && result.errors.contains(words), "\(result.errors)")
    }
  }
}
