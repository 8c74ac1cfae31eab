import TestSupport
import Testing

/// What centre.toml says of histories: absent rows, shares of other queues, profiles of the day.
@Suite struct HistoryMeaningTests {
  private func forecast(_ centre: TinyCentre) throws -> Finished {
    try run([
      musterExecutable, "forecast", centre.folder, "--as-of", TinyCentre.asOf, "--format", "csv",
    ])
  }

  /// Contacts of the week.
  private func total(_ finished: Finished) -> Double {
    finished.output.split(separator: "\n").dropFirst().reduce(0) {
      $0 + (Double($1.split(separator: ",")[2]) ?? 0)
    }
  }

  /// The history without the rows of every third interval, which counted nothing.
  private func sparse(_ centre: TinyCentre) throws {
    let lines = TinyCentre.history.split(separator: "\n")
    let kept = lines.enumerated().filter { $0.offset == 0 || $0.offset % 3 != 0 }.map(\.element)
    try centre.write("history.csv", kept.joined(separator: "\n") + "\n")
  }

  @Test(arguments: [
    ("[[queue]]\nid = \"main\"", "[[queue]]\nid = \"main\"\nabsent = \"zero\""),
    ("[inputs]", "[inputs]\nabsent = \"zero\""),
    (
      "[[contract]]\nid = \"FT\"",
      "[[history]]\nfile = \"history.csv\"\nabsent = \"zero\"\n\n[[contract]]\nid = \"FT\""
    ),
  ])
  func absentRowsMeanWhatTheCentreSays(_ old: String, _ new: String) throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let whole = total(try forecast(centre))
      try sparse(centre)
      let unknown = total(try forecast(centre))
      try centre.change("centre.toml") { $0.replacing(old, with: new) }
      let told = try forecast(centre)
      #expect(told.code == 0, "\(told.errors)")
      #expect(abs(total(told) / whole - 2.0 / 3) < 0.08, "\(total(told)) of \(whole)")
      // Where nobody says it, what is missing is not zero.
      #expect(abs(unknown / whole - 1) < 0.1, "\(unknown) of \(whole)")
    }
  }

  @Test func aQueueMayTakeAShareOfAnotherUpToADate() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let whole = total(try forecast(centre))
      // Until 2 November everything came as `old`; since then a quarter of it is `main`.
      var text = "interval_start,queue,offered\n"
      for line in TinyCentre.history.split(separator: "\n").dropFirst() {
        let cells = line.split(separator: ",")
        guard let offered = Double(cells[1]) else { continue }
        text += "\(cells[0]),old,\(cells[0] < "2026-11-02" ? offered : 0.75 * offered)\n"
        if cells[0] >= "2026-11-02" { text += "\(cells[0]),main,\(0.25 * offered)\n" }
      }
      try centre.write("history.csv", text)
      try centre.change("centre.toml") {
        $0.replacing(
          "id = \"main\"",
          with: "id = \"main\"\nhistory_queues = [\"main\", \"old x0.25 before 2026-11-02\"]")
      }
      let part = try forecast(centre)
      #expect(part.code == 0, "\(part.errors)")
      #expect(abs(total(part) / whole - 0.25) < 0.01, "\(total(part)) of \(whole)")
    }
  }

  @Test func dailyTotalsTakeTheShapeOfAnotherQueueOrOfAFile() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      var days: [Substring: Double] = [:]
      for line in TinyCentre.history.split(separator: "\n").dropFirst() {
        let cells = line.split(separator: ",")
        days[cells[0].prefix(10), default: 0] += Double(cells[1]) ?? 0
      }
      let rows = days.sorted { $0.key < $1.key }.map { "\($0.key),\($0.value)\n" }
      try centre.write("daily.csv", "timestamp,calls\n" + rows.joined())
      let second =
        "[[queue]]\nid = \"second\"\nhours = \"Mon-Fri 09:00-17:00\"\nhistory = \"daily.csv\"\n"
      try centre.change("centre.toml") {
        $0.replacing("[[contract]]\nid = \"FT\"", with: "\(second)\n[[contract]]\nid = \"FT\"")
      }
      let refused = try forecast(centre)
      #expect(refused.code == 4)
      #expect(refused.errors.contains("profile in the [[queue]]"), "\(refused.errors)")
      try centre.write("shape.csv", "start,share\n09:00,1\n09:30,1\n10:00,2\n16:30,0\n")
      for (profile, peak) in [("main", "12:00"), ("shape.csv", "10:00")] {
        try centre.change("centre.toml") {
          $0.replacing(second, with: second + "profile = \"\(profile)\"\n")
        }
        let told = try forecast(centre)
        #expect(told.code == 0, "\(told.errors)")
        let own = told.output.split(separator: "\n").filter { $0.hasPrefix("second,2026-12-01T") }
          .map { $0.split(separator: ",") }
        #expect(own.count == 48)
        let highest = own.max { (Double($0[2]) ?? 0) < (Double($1[2]) ?? 0) }
        let time = highest.map { String($0[1].dropFirst(11).prefix(5)) }
        #expect(
          time == peak || (peak == "12:00" && time.map { $0 > "10:30" && $0 < "13:30" } == true))
        try centre.change("centre.toml") {
          $0.replacing("profile = \"\(profile)\"\n", with: "")
        }
      }
    }
  }
}
