import CentreModel
import CivilTime
import Files
import Rostering
import TestSupport
import Testing

/// Nurse rostering instances of Curtois and Qu (2014) through the same search, feasible and not far
/// from the best known costs with a small budget of moves.
@Suite struct NurseTests {
  static let bestKnown: [(number: Int, cost: Int)] = [(1, 607), (2, 828), (3, 1001), (4, 1716)]

  @Test(arguments: bestKnown) func smallInstances(_ one: (number: Int, cost: Int)) throws {
    guard let shared = sharedFolder else { return skipped("no shared folder for nurse instances") }
    let file = "\(shared)/roster/nurse/Instance\(one.number).txt"
    let instance = try #require(NurseInstance(text: try text(of: file)))
    let result = searchFreely(
      instance.problem, moves: 1_500_000, seed: 1, hardWeight: 600, firstTemperature: 35,
      lastTemperature: 0.7)
    #expect(result.hard == 0)
    #expect(instance.violations(result.cells) == [])
    #expect(instance.cost(result.cells) == result.cost)
    #expect(result.cost >= one.cost)
    #expect(Double(result.cost) <= 1.3 * Double(one.cost))
  }
}
