import Calculators
import Diagnostics
import Queueing
import Tables
import Testing

@Suite("A day in a plain file")
struct PlanFileTests {
  private let day = """
    start,calls_per_hour,aht_s,patience_s,T_s,agents,note
    08:00,240,300,180,20,22,opens
    08:30,300,300,180,20,27,"a, b"
    09:00,400,300,inf,20,40,

    """

  private func plan(
    _ text: String, interval: Int = 1800, needsAgents: Bool = true
  ) throws -> PlanFile {
    try PlanFile(
      CSVTable(file: "day.csv", bytes: Array(text.utf8)), intervalSeconds: interval,
      needsAgents: needsAgents)
  }

  private func problem(_ text: String, interval: Int = 1800) -> Problem? {
    do {
      _ = try plan(text, interval: interval)
      return nil
    } catch { return error as? Problem }
  }

  @Test("rows are echoed and columns appended in order")
  func echo() throws {
    let plan = try plan(day)
    let text = String(
      decoding: plan.csv(appending: [("sim_sl", ["0.8", "0.9", ""])]), as: UTF8.self)
    #expect(
      text == """
        start,calls_per_hour,aht_s,patience_s,T_s,agents,note,sim_sl
        08:00,240,300,180,20,22,opens,0.8
        08:30,300,300,180,20,27,"a, b",0.9
        09:00,400,300,inf,20,40,,

        """)
    #expect(plan.rows[2].patienceSeconds == .infinity)
    #expect(plan.json(appending: []).contains("\"note\": \"a, b\""))
  }

  @Test("a day over midnight is a day; gaps, second days and nonsense are refused")
  func times() throws {
    let header = "start,calls_per_hour,aht_s,T_s,agents\n"
    #expect(throws: Never.self) {
      try plan(header + "23:30,1,60,20,1\n00:00,1,60,20,1\n00:30,1,60,20,1\n")
    }
    let gap = try #require(problem(header + "08:00,1,60,20,1\n09:00,1,60,20,1\n"))
    #expect(gap.place?.line == 3 && gap.value == "09:00")
    let again = try #require(problem(header + "08:00,1,60,20,1\n08:00,1,60,20,1\n"))
    #expect(again.maybe?.contains("several days") == true)
    for (row, column) in [
      ("25:00,1,60,20,1", "start"), ("08:00,-1,60,20,1", "calls_per_hour"),
      ("08:00,1,nan,20,1", "aht_s"), ("08:00,1,60,20,1.5", "agents"),
      ("08:00,1,60,20,-2", "agents"), ("08:00,1,60,x,2", "T_s"),
    ] {
      let found = try #require(problem(header + row + "\n"), "\(row)")
      #expect(found.subject == column && found.place?.line == 2, "\(row)")
    }
    #expect(problem(header, interval: 1800)?.what == "has no intervals")
    #expect(problem(header + "08:00,1,60,20,1\n", interval: 1000)?.subject == "--interval")
    #expect(problem("start,calls_per_hour,aht_s,T_s\n08:00,1,60,20\n")?.subject == "agents")
  }

  @Test("staffing by every method; closed intervals get nobody")
  func staffing() throws {
    let text = """
      start,calls_per_hour,aht_s,patience_s,T_s
      07:30,0,300,180,20
      08:00,240,300,180,20
      08:30,600,300,180,20
      09:00,600,0,180,20
      09:30,0,300,180,20

      """
    let plan = try plan(text, needsAgents: false)
    for method in VaryingMethod.allCases {
      let found = try plan.staffed(target: 0.8, method: method)
      #expect(found.agents[0] == 0 && found.agents[4] == 0, "\(method)")
      #expect(found.agents[3] == 1, "\(method)")
      #expect(found.serviceLevel[1] >= 0.8 && found.serviceLevel[2] >= 0.8, "\(method)")
    }
    #expect(throws: Problem.self) { try plan.staffed(target: 80, method: .sipp) }
    #expect(throws: Problem.self) { try plan.staffed(target: .nan, method: .transient) }
  }
}
