import Diagnostics
import ServiceRostering
import Tables
import Testing

@Suite("Files of a promise")
struct FileTests {
  private func problems(_ text: String) -> [Problem] {
    do {
      _ = try ServicePromise.read(file: "service.toml", bytes: Array(text.utf8))
      return []
    } catch { return error.all }
  }

  private func demandProblem(_ rows: String) throws -> Problem? {
    let promise = try ServicePromise.read(
      file: "service.toml", bytes: Array(SmallCentre.promise.utf8))
    do {
      _ = try readServiceDemand(
        CSVTable(
          file: "demand.csv", bytes: Array(("queue,interval_start_utc,offered\n" + rows).utf8)),
        promise)
      return nil
    } catch { return error }
  }

  @Test("every problem of a promise in one pass, each with its place")
  func promise() throws {
    let text = SmallCentre.promise.replacing("service_level = 0.75", with: "service_level = 75")
      .replacing("scope = \"day\"", with: "scope = \"fortnight\"")
      .replacing("within_seconds = 30", with: "in_seconds = 30")
    let found = problems(text)
    #expect(found.count == 4)
    #expect(found.allSatisfy { $0.place?.line != nil || $0.what.contains("missing") })
    let scope = try #require(found.first { $0.subject == "promise.scope" })
    #expect(scope.value == "\"fortnight\"")
    #expect(scope.place?.line == 7)
  }

  @Test("a promise without what it needs says so")
  func missing() {
    #expect(problems("").contains { $0.subject == "horizon" })
    #expect(problems("").contains { $0.subject == "queue" })
  }

  @Test(
    "a row of demand that does not fit is named with line and column",
    arguments: [
      ("odrers,2026-11-30T08:00:00Z,1", 2, 1, "orders"),
      ("orders,2026-11-30T08:05:00Z,1", 2, 8, "grid"),
      ("orders,2026-12-30T08:00:00Z,1", 2, 8, "horizon"),
      ("orders,2026-11-30T08:00:00Z,-1", 2, 29, "between"),
      ("orders,2026-11-30T08:00:00Z,1\norders,2026-11-30T08:00:00Z,1", 3, 8, "line 2"),
    ])
  func demand(rows: String, line: Int, column: Int, says: String) throws {
    let problem = try #require(try demandProblem(rows))
    #expect(problem.place?.line == line)
    #expect(problem.place?.column == column)
    #expect("\(problem)".contains(says), "\(problem)")
  }

  @Test("a queue nobody calls is named")
  func silent() throws {
    let problem = try #require(try demandProblem("orders,2026-11-30T08:00:00Z,1"))
    #expect(problem.subject.contains("help"))
  }
}
