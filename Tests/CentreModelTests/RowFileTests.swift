import CentreModel
import CivilTime
import Diagnostics
import Tables
import Testing

@Suite struct RowFileTests {
  let zone = try? ZoneDatabase.system.zone("America/New_York")
  let start = Instant(seconds: 1_796_000_400)

  @Test func theForecastSurvivesItsFile() throws {
    let zone = try #require(zone)
    let row = ForecastRow(
      queue: "a,b", start: start, offered: 12.5, low80: 8, high80: 17.25, low95: 6, high95: 20,
      handlingSeconds: 301.5, method: "regression")
    let bytes = ForecastFile.write([row], zone: zone)
    let rows = try ForecastFile.read(try CSVTable(file: "forecast.csv", bytes: bytes))
    #expect(rows == [row])
    #expect(String(decoding: bytes, as: UTF8.self).contains("-05:00"))
  }

  @Test func theRequirementSurvivesItsFile() throws {
    let zone = try #require(zone)
    let row = RequirementRow(
      queue: "a", start: start, offered: 12.5, handlingSeconds: 300, agents: 7, scheduled: 8,
      boundBy: "service-level", serviceLevel: 0.8123, averageSpeedOfAnswerSeconds: .infinity,
      abandonment: 0.01, occupancy: 0.85)
    let bytes = RequirementFile.write([row], zone: zone)
    let rows = try RequirementFile.read(try CSVTable(file: "requirement.csv", bytes: bytes))
    #expect(rows == [row])
  }

  @Test func closedIsAFieldAndOneWordInFiles() throws {
    let zone = try #require(zone)
    var row = ForecastRow(
      queue: "a", start: start, offered: 12.5, low80: 8, high80: 17.25, low95: 6, high95: 20,
      handlingSeconds: 301.5, method: "regression+plugin", isClosed: true)
    let bytes = ForecastFile.write([row], zone: zone)
    #expect(String(decoding: bytes, as: UTF8.self).contains(",301.5,closed"))
    let read = try ForecastFile.read(try CSVTable(file: "forecast.csv", bytes: bytes))
    #expect(read.first?.isClosed == true && read.first?.offered == 12.5 && read == [row.asWritten])
    row.isClosed = false
    #expect(row.asWritten.method == "regression+plugin" && !row.asWritten.isClosed)

    let need = RequirementRow(
      queue: "a", start: start, offered: 12.5, handlingSeconds: 300, agents: 0, scheduled: 0,
      boundBy: "no calls", serviceLevel: 1, averageSpeedOfAnswerSeconds: 0, abandonment: 0,
      occupancy: 0, isClosed: true)
    let file = RequirementFile.write([need], zone: zone)
    let back = try RequirementFile.read(try CSVTable(file: "requirement.csv", bytes: file))
    #expect(back.first?.isClosed == true && back.first?.boundBy == RequirementRow.closedWord)
  }

  @Test func anotherModelMayLeaveColumnsOut() throws {
    let text = "queue,interval_start,offered,aht_s\na,2026-11-30T07:00:00-05:00,10,300\n"
    let rows = try ForecastFile.read(try CSVTable(file: "f.csv", bytes: Array(text.utf8)))
    #expect(rows.first?.high95 == 10 && rows.first?.method == "given")
    let plan = "interval_start,queue,scheduled\n2026-11-30T07:00:00Z,a,3\n"
    let required = try RequirementFile.read(try CSVTable(file: "r.csv", bytes: Array(plan.utf8)))
    #expect(required.first?.agents == 3)
  }

  @Test(arguments: ["-1", "nan", "x", ""])
  func badNumbersAreNamedWithTheirPlace(value: String) {
    let text = "queue,interval_start,offered,aht_s\na,2026-11-30T07:00:00Z,\(value),300\n"
    let error = #expect(throws: Problem.self) {
      try ForecastFile.read(try CSVTable(file: "f.csv", bytes: Array(text.utf8)))
    }
    #expect(error?.place?.line == 2)
    #expect(error?.place?.column == 24)
  }
}
