import CentreModel
import CivilTime
import Diagnostics
import Rostering
import Testing

/// Impossible input ends with the conflict named.
@Suite struct ImpossibleTests {
  private func problem(of body: (inout RosterProblem) -> Void) async -> Problem? {
    var input = Small.problem()
    body(&input)
    do {
      _ = try await solve(input, options: RosterOptions(moves: 20_000))
      return nil
    } catch { return error }
  }

  @Test func demandWithoutAgents() async {
    let found = await problem { $0.agents = [] }
    #expect(found?.kind == .infeasible)
    #expect(found?.subject == "agents")
  }

  @Test func moreMinimumThanMaximumHours() async {
    let found = await problem {
      $0.rules.general[.minHoursPerWeek] = RosterLimit(40 * 3600)
      $0.rules.general[.maxHoursPerWeek] = RosterLimit(20 * 3600)
    }
    #expect(found?.kind == .infeasible)
    #expect(found?.what.contains("min_hours_per_week is more than max_hours_per_week") == true)
  }

  @Test func contradictoryPins() async {
    let found = await problem {
      $0.pins = [
        RosterPin(agent: "A1", date: Small.monday, kind: .on),
        RosterPin(agent: "A1", date: Small.monday, kind: .off),
      ]
    }
    #expect(found?.kind == .infeasible)
    #expect(found?.subject.contains("A1") == true)
  }

  @Test func pinAgainstLeave() async {
    let found = await problem {
      $0.agents[0].unavailableDates = [Small.monday]
      $0.pins = [RosterPin(agent: "A1", date: Small.monday, kind: .on)]
    }
    #expect(found?.kind == .infeasible)
    #expect(found?.what.contains("unavailable") == true)
  }

  @Test func minimumThatLeaveForbids() async {
    let found = await problem {
      $0.agents[0].unavailableDates = (0..<5).map { Small.monday + $0 }
      $0.rules.general[.minShiftsPerWeek] = RosterLimit(4)
    }
    #expect(found?.kind == .infeasible)
    #expect(found?.subject == "A1")
    #expect(found?.description.contains("min_shifts_per_week") == true)
  }

  @Test func unknownContractAndClass() async {
    let contract = await problem { $0.agents[0].contract = "AA" }
    #expect(contract?.maybe == "you meant A")
    let availability = await problem { $0.agents[0].availability = "night" }
    #expect(availability?.value == "night")
  }
}
