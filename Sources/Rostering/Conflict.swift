internal import CentreModel
internal import Diagnostics
internal import RosterChecking

/// Who cannot keep which rules, from what the search was left with.
func conflict(
  _ problem: RosterProblem, _ compiled: CompiledRoster, _ result: SearchResult
) -> Problem {
  let findings = checkRoster(compiled.segments(result.cells), problem.checkInput)
  let hard = findings.violations.filter(\.isHard)
  guard let first = hard.first else {
    return Problem(
      .infeasible, subject: "rules", "no roster keeps every hard rule",
      maybe: "make one of the rules soft by giving it a weight")
  }
  return Problem(
    .infeasible, subject: first.agent, "\(first.rule): \(first.text)",
    value: "\(hard.count) hard rules broken in the best roster found",
    maybe: "make \(first.rule) soft by giving it a weight")
}
