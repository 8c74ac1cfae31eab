import CivilTime
import Testing
import Workloads

@Suite struct AbandonmentTests {
  func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  @Test func blocksOfThirtyDaysFromTheFirstOfOctober() throws {
    let blocks = AbandonmentBlock.blocks(
      from: try date("2026-10-01"), to: try date("2027-01-28"))
    #expect(
      blocks.map { "\($0.first) \($0.last)" } == [
        "2026-10-01 2026-10-30", "2026-10-31 2026-11-29", "2026-11-30 2026-12-29",
        "2026-12-30 2027-01-28",
      ])
    let block = AbandonmentBlock.block(
      containing: try date("2026-11-29"), from: try date("2026-10-01"))
    #expect(block == blocks[1])
  }

  @Test func aShortCampaignIsOneBlock() throws {
    let blocks = AbandonmentBlock.blocks(from: try date("2026-10-01"), to: try date("2026-10-20"))
    #expect(blocks.count == 1)
    #expect(blocks[0].last == (try date("2026-10-20")))
    #expect(AbandonmentBlock.blocks(from: try date("2026-10-02"), to: try date("2026-10-01")) == [])
  }

  @Test func threeHundredOfTenThousandPass() {
    #expect(AbandonmentCount(live: 10_000, abandoned: 300).isWithin(0.03))
    #expect(AbandonmentCount(live: 10_000, abandoned: 300).headroom(0.03) == 0)
    #expect(!AbandonmentCount(live: 10_000, abandoned: 301).isWithin(0.03))
    #expect(AbandonmentCount(live: 10_000, abandoned: 250).headroom(0.03) == 50)
  }

  @Test func theDenominatorHasAName() {
    let count = AbandonmentCount(live: 10_000, abandoned: 300)
    #expect(count.ofLive == 0.03)
    #expect(abs(count.ofConnected - 0.0309) < 0.00005)
  }

  /// Values of the Clopper-Pearson bound from the beta quantile: 1 - .05^(1/n) for none of n.
  @Test func theConfidenceBound() {
    let none = AbandonmentCount(live: 100, abandoned: 0).upperBound()
    #expect(abs(none - 0.029513) < 1e-6)
    // qbeta(.95, 11, 90) = 0.164108
    #expect(abs(AbandonmentCount(live: 100, abandoned: 10).upperBound() - 0.1637) < 0.001)
    let large = AbandonmentCount(live: 100_000, abandoned: 3000).upperBound()
    #expect(large > 0.03 && large < 0.031)
    #expect(AbandonmentCount(live: 0, abandoned: 0).upperBound() == 1)
  }

  @Test func provingALimitTakesAnswers() throws {
    let answers = try #require(AbandonmentCount.answersToProve(share: 0.02, below: 0.03))
    let abandoned = Int((0.02 * Double(answers)).rounded(.up))
    #expect(
      AbandonmentCount(live: answers, abandoned: abandoned).upperBound() <= 0.03)
    #expect(answers > 500 && answers < 1500)
    #expect(AbandonmentCount.answersToProve(share: 0.03, below: 0.03) == nil)
  }
}
