import Files
import TestSupport
import Testing

/// The sample of a Mexican site: made, planned and compared at once, with the days of rest of the law.
@Suite struct NearshoreSampleTests {
  private func made(_ folder: String, asOf: String) throws -> String {
    let centre = "\(folder)/sample"
    let made = try muster("init", centre, "--kind", "nearshore", "--as-of", asOf)
    #expect(made.code == 0, "\(made.errors)")
    return centre
  }

  private func dates(_ centre: String, year: String) throws -> [String] {
    try text(of: "\(centre)/holidays.csv").split(separator: "\n").filter { $0.hasPrefix(year) }
      .map { line in
        #expect(line.contains(",MX,public,"))
        return String(line.prefix(10))
      }
  }

  /// Article 74 with the calendar in hand; 1 October where the federal executive changes, 2024, 2030; the
  /// first Sunday of June where the federation votes, 2024, 2027, 2030.
  @Test func theDaysOfArticle74() throws {
    try withTemporaryFolder { folder in
      let centre = try made(folder, asOf: "2026-11-09")
      let dates = try self.dates(centre, year: "2026")
      #expect(
        dates == [
          "2026-01-01", "2026-02-02", "2026-03-16", "2026-05-01", "2026-09-16", "2026-11-16",
          "2026-12-25",
        ])
      let file = try text(of: "\(centre)/centre.toml")
      #expect(file.contains("jurisdiction = \"MX\"\n"))
    }
    try withTemporaryFolder { folder in
      let centre = try made(folder, asOf: "2030-09-02")
      let dates = try self.dates(centre, year: "2030")
      #expect(
        dates == [
          "2030-01-01", "2030-02-04", "2030-03-18", "2030-05-01", "2030-06-02", "2030-09-16",
          "2030-10-01", "2030-11-18", "2030-12-25",
        ])
    }
  }

  /// The week with the Day of the Revolution: worked, since the customers call, and paid three times.
  @Test func theHolidayIsWorkedAndPaid() throws {
    try withTemporaryFolder { folder in
      let centre = try made(folder, asOf: "2026-11-09")
      let planned = try muster("plan", centre, "--as-of", "2026-11-09", "--roster-time", "0.1")
      #expect(planned.code == 0, "\(planned.errors)")
      let findings = "\(centre)/published/latest/findings.csv"
      if exists(findings) { #expect(try !text(of: findings).contains("violation,")) }
      // work_date, hours, code, hourly_rate, amount and rule_ids of pay.csv; leave and days off apart.
      var (holiday, other, off) = (0.0, 0.0, 0)
      for line in try text(of: "\(centre)/published/latest/pay.csv").split(separator: "\n") {
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        if cells[7] == "holiday not worked" {
          #expect(cells[2] == "2026-11-16", "\(line)")
          off += 1
        }
        guard ["holiday", "ordinary"].contains(cells[7]), let hours = Double(cells[6]),
          let rate = Double(cells[9]),
          let amount = Double(cells[10])
        else { continue }
        let isHoliday = cells[2] == "2026-11-16"
        #expect(abs(amount - hours * rate * (isHoliday ? 3 : 1)) < 0.011, "\(line)")
        #expect(isHoliday == cells[12].contains("MX-HOLIDAY"))
        holiday += isHoliday ? hours : 0
        other += isHoliday ? 0 : hours
      }
      #expect(holiday > 100 && other > 500 && off > 0, "\(holiday) \(other) \(off)")
    }
  }

  @Test func twoCountriesAreCompared() throws {
    try withTemporaryFolder { folder in
      let centre = try made(folder, asOf: "2026-11-09")
      let compared = try muster(
        "compare", centre, "--as-of", "2026-11-09", "--roster-time", "0.1", "--only", "nearshore",
        "--only", "onshore")
      #expect(compared.code == 0, "\(compared.errors)")
      for words in ["Monterrey", "San Antonio"] {
        #expect(compared.output.contains(words), "\(compared.output)")
      }
    }
  }
}
