import Diagnostics
import Testing

@Suite struct ProblemTests {
  @Test func proseHasPlaceValueAndWayOut() {
    let problem = Problem(
      at: Place(file: "centre.toml", line: 14, column: 3), subject: "queue[1].shrinkage",
      "is not between 0 and 1", value: "1.3", maybe: "write 0.013 for 1.3 %")
    #expect(
      problem.description
        == "centre.toml:14:3: queue[1].shrinkage: is not between 0 and 1 (1.3). Maybe write 0.013 for 1.3 %."
    )
  }

  @Test(
    arguments: [
      (Problem.Kind.failed, 1), (.usage, 2), (.invalidInput, 4), (.infeasible, 5),
      (.missingConfiguration, 10), (.locked, 11), (.stale, 12), (.violated, 13),
      (.interrupted, 130),
    ] as [(Problem.Kind, Int32)])
  func exitCodesAreThoseDocumented(kind: Problem.Kind, code: Int32) {
    #expect(kind.exitCode == code)
  }

  @Test(
    arguments: [
      ("handlng", "handling"), ("shrinkgae", "shrinkage"), ("ID", "id"), ("shrink", "shrinkage"),
      ("colour", nil),
    ] as [(String, String?)])
  func nearestNames(typed: String, expected: String?) {
    #expect(nearestName(to: typed, among: ["handling", "id", "shrinkage", "goal"]) == expected)
  }
}
