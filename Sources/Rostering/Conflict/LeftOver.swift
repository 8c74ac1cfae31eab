internal import CentreModel
internal import Diagnostics
internal import RosterChecking

/// Who did not keep which rules in the best roster found, where no conflict could be proven.
func leftOver(
  _ problem: RosterProblem, _ compiled: CompiledRoster, _ result: SearchResult
) -> RosterConflict {
  let findings = checkRoster(compiled.segments(result.cells), problem.checkInput)
  let hard = findings.violations.filter(\.isHard)
  guard let first = hard.first else {
    return RosterConflict(who: ["rules"], conditions: ["every hard rule"], isProven: false)
  }
  let ofFirst = hard.filter { $0.agent == first.agent }
  let others = Set(hard.map(\.agent)).subtracting([first.agent]).sorted()
  return RosterConflict(
    who: [first.agent],
    conditions: Set(ofFirst.map(\.rule)).sorted() + ["in the best one \(first.text)"],
    wayOut: ["make \(first.rule) soft by giving it a weight", "search longer"], isProven: false,
    alsoConcerned: others)
}
