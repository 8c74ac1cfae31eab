import Files
import TestSupport
import Testing

/// The folder of pages: an index over weeks, a page a team, a page an agent.
@Suite struct PagesTests {
  @Test func theFolderHasWeeksTeamsAndPeople() throws {
    try withTemporaryFolder { folder in
      let centre = try PagesFixture.planned(in: folder)
      let (target, result) = try PagesFixture.export(centre)
      #expect(result.code == 0, "\(result.errors)")
      let all = try PagesFixture.files(target)
      let plans = try namesInFolder(centre.published).filter { $0.hasPrefix("2026") }
      #expect(plans.count == 2)
      var expected = ["index.html", "pages.json"] + plans.map { "plans/\($0).html" }
      for k in 1...6 { expected += ["agents/A\(k).html", "calendars/A\(k).ics"] }
      for start in ["2026-11-30", "2026-12-07"] {
        expected += ["North", "South", "everybody"].map { "teams/\(start)/\($0).html" }
      }
      #expect(all.keys.sorted() == expected.sorted())

      // Plans and calendars byte for byte.
      for plan in plans {
        #expect(
          try all["plans/\(plan).html"] == readFile("\(centre.published)/\(plan)/report.html"))
      }
      #expect(try all["calendars/A1.ics"] == readFile("\(centre.latest)/calendars/A1.ics"))

      // No link is dead, and nothing is loaded.
      for (path, bytes) in all where path.hasSuffix(".html") {
        let page = String(decoding: bytes, as: UTF8.self)
        expectNothingIsLoaded(page)
        for link in PagesFixture.links(of: page, at: path) {
          #expect(all[link] != nil, "\(path): \(link)")
        }
      }

      // The index says of each week what its plan's files say.
      let index = try text(of: "\(target)/index.html")
      for plan in plans {
        let row = try #require(
          index.split(separator: "<tr>").first { $0.contains("<small>\(plan)</small>") })
        #expect(row.contains(">in force<"))
        let roster = try PagesFixture.rows("\(centre.published)/\(plan)/roster.csv")
        let paid = roster.filter { $0["paid"] == "yes" }
          .compactMap { $0["minutes"].flatMap(Int.init) }.reduce(0, +)
        let hours = Int((Double(paid) / 60).rounded(.toNearestOrEven))
        #expect(row.contains("data-l=\"paid h\">\(hours)<"), "\(row)")
        let people = Set(roster.compactMap { $0["agent_id"] }).count
        #expect(row.contains("data-l=\"people\">\(people)"))
        let contacts = try PagesFixture.rows("\(centre.published)/\(plan)/forecast.csv")
          .compactMap { $0["offered"].flatMap(Double.init) }.reduce(0, +)
        #expect(row.contains("data-l=\"contacts\">\(Int(contacts.rounded()))"))
        let missing =
          try PagesFixture.rows("\(centre.published)/\(plan)/coverage.csv")
          .compactMap { $0["missing"].flatMap(Double.init) }.reduce(0, +) / 2
        #expect(row.contains("data-l=\"missing h\">\((missing * 10).rounded() / 10)"))
        #expect(row.contains("80 % in 20 s promised"))
      }
      let newest = try #require(index.firstRange(of: "<small>2026-12-07"))
      let older = try #require(index.firstRange(of: "<small>2026-11-30"))
      #expect(newest.lowerBound < older.lowerBound)
    }
  }

  /// An agent's page has each of their shifts with its breaks, and nothing of anybody else.
  @Test func anAgentsPageIsTheirsAlone() throws {
    try withTemporaryFolder { folder in
      let centre = try PagesFixture.planned(in: folder)
      let (target, result) = try PagesFixture.export(centre)
      #expect(result.code == 0, "\(result.errors)")
      let people = [
        "A1": "Ada", "A2": "Bo", "A3": "Cy", "A4": "Di", "A5": "Ed", "A6": "Flo",
      ]
      for (id, name) in people {
        let page = try text(of: "\(target)/agents/\(id).html")
        #expect(page.contains("<h1>\(name)</h1>"))
        for (other, otherName) in people where other != id {
          #expect(!page.contains(">\(other)") && !page.contains("\(other)."), "\(id): \(other)")
          #expect(!page.contains(">\(otherName)<"), "\(id): \(otherName)")
        }
        // Neither the plan's page nor a team's, which have everybody's hours.
        #expect(PagesFixture.links(of: page, at: "agents/\(id).html") == ["calendars/\(id).ics"])

        var words = 0
        for plan in try namesInFolder(centre.published) where plan.hasPrefix("2026") {
          for row in try PagesFixture.rows("\(centre.published)/\(plan)/roster.csv")
          where row["agent_id"] == id {
            let start = (row["start_local"] ?? "").dropFirst(11).prefix(5)
            let end = (row["end_local"] ?? "").dropFirst(11).prefix(5)
            let what = row["activity"] == "work" ? row["queue"] ?? "" : row["activity"] ?? ""
            #expect(page.contains("<span>\(start)–\(end) \(what)</span>"), "\(id) \(row)")
            words += 1
          }
        }
        // And no more than these.
        let shown = page.split(separator: "<span>").dropFirst().filter {
          $0.prefix(11).contains("–")
        }
        #expect(shown.count == words, "\(id)")
      }
      // Bo is away on the Tuesday of the first week.
      let page = try text(of: "\(target)/agents/A2.html")
      #expect(page.contains("<li class=\"lv\"><b>Tue 1</b><div>leave"))
      #expect(page.contains("1 day of leave"))
    }
  }

  @Test func aTeamsPageHasItsPeople() throws {
    try withTemporaryFolder { folder in
      let centre = try PagesFixture.planned(in: folder)
      let (target, _) = try PagesFixture.export(centre)
      let north = try text(of: "\(target)/teams/2026-11-30/North.html")
      for id in ["A1", "A2", "A3"] { #expect(north.contains("../../agents/\(id).html")) }
      for id in ["A4", "A5", "A6"] { #expect(!north.contains("\(id).html")) }
      let rest = try text(of: "\(target)/teams/2026-11-30/everybody.html")
      #expect(rest.contains("agents/A6.html") && !rest.contains("agents/A5.html"))
      // The page of the plan says the team too.
      #expect(try text(of: "\(centre.latest)/report.html").contains("<th scope=col>team"))
      #expect(
        try text(of: "\(centre.latest)/people.csv").contains("A4,Di,,America/New_York,PT,,South"))
    }
  }

  @Test func theSamePlansGiveTheSameBytes() throws {
    try withTemporaryFolder { folder in
      let centre = try PagesFixture.planned(in: folder)
      let (target, first) = try PagesFixture.export(centre)
      #expect(first.code == 0 && first.errors.contains("Wrote"), "\(first.errors)")
      let before = try PagesFixture.files(target)
      let (_, second) = try PagesFixture.export(centre)
      #expect(second.code == 0 && second.errors.contains("already"), "\(second.errors)")
      try removeTree(target)
      // Whatever becomes of the inputs: a plan is read from itself.
      try centre.write("agents.csv", "agent_id\nA1,too,many\n")
      try centre.write("history.csv", "nonsense")
      let (_, third) = try PagesFixture.export(centre)
      #expect(third.code == 0, "\(third.errors)")
      #expect(try PagesFixture.files(target) == before)
      #expect(try namesInFolder(folder).filter { $0.hasPrefix(".") }.isEmpty)
    }
  }

  /// What a new plan of the same days changes is said on the page of whom it concerns.
  @Test func whatChangedIsSaid() throws {
    try withTemporaryFolder { folder in
      let centre = try PagesFixture.planned(in: folder)
      let old = try #require(
        try namesInFolder(centre.published).first { $0.hasPrefix("2026-11-30") })
      try centre.change("agents.csv") {
        $0.replacing("A1,Ada,FT,,", with: "A1,Ada,FT,2026-12-02,")
      }
      let plan = try centre.plan("--change", "--accept")
      #expect(plan.code == 0, "\(plan.errors)")
      let (target, result) = try PagesFixture.export(centre)
      #expect(result.code == 0, "\(result.errors)")
      let page = try text(of: "\(target)/agents/A1.html")
      #expect(page.contains("other than published before"))
      #expect(page.contains("taken away: was 09:00–17:00"))
      #expect(page.contains("<b>Wed 2</b><div>leave"))
      let team = try text(of: "\(target)/teams/2026-11-30/North.html")
      #expect(team.contains("What changed") && team.contains("<td>removed</td>"))
      let index = try text(of: "\(target)/index.html")
      let row = try #require(
        index.split(separator: "<tr>").first { $0.contains("<small>\(old)</small>") })
      #expect(row.contains(">replaced<") && !row.contains(">in force<"))
    }
  }

  /// Of two plans for one day the later one counts, until it is rolled back; weeks keep their names.
  @Test func everyDayIsOfThePlanThatCounts() throws {
    try withTemporaryFolder { folder in
      let centre = try PagesFixture.planned(in: folder)
      let first = try #require(
        try namesInFolder(centre.published).first { $0.hasPrefix("2026-11-30") })
      let plan = try centre.plan("--from", "2026-12-02")
      #expect(plan.code == 0, "\(plan.errors)")
      let (target, result) = try PagesFixture.export(centre)
      #expect(result.code == 0, "\(result.errors)")
      #expect(try namesInFolder("\(target)/teams") == ["2026-11-30", "2026-12-07"])
      let index = try text(of: "\(target)/index.html")
      #expect(
        index.contains("in force on 2 of 7 days") && index.contains("in force on 5 of 7 days"))
      let page = try text(of: "\(target)/agents/A1.html")
      for day in ["Mon 30", "Tue 1", "Wed 2", "Sun 6", "Mon 7", "Tue 8", "Wed 9", "Sun 13"] {
        #expect(page.split(separator: "<b>\(day)</b>").count == 2, "\(day)")
      }
      let back = try muster("plans", centre.folder, "rollback", first)
      #expect(back.code == 0, "\(back.errors)")
      let (_, again) = try PagesFixture.export(centre)
      #expect(again.code == 0, "\(again.errors)")
      let rolledBack = try text(of: "\(target)/index.html")
      #expect(rolledBack.split(separator: ">rolled back<").count == 3)
      #expect(try namesInFolder("\(target)/teams") == ["2026-11-30"])
    }
  }
}
