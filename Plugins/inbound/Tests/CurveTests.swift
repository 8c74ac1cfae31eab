import CivilTime
import InboundModel
import Testing
import Workloads

private func library(_ id: String) throws -> ResponseCurve {
  try #require(try LibraryCurve.all().first { $0.curve.id == id }).curve
}

@Suite struct ResponseCurveTests {
  @Test(arguments: [
    (3, 0.119), (5, 0.285), (7, 0.414), (10, 0.596), (14, 0.741), (21, 0.862), (28, 0.919),
    (42, 0.971),
  ])
  func theMeasuredMailCurve(day: Int, share: Double) throws {
    #expect(abs(try library("mail").cumulative(day: day) - share) < 0.0006)
  }

  @Test func halfOfTheMailIsInByDayNine() throws {
    #expect(try library("mail").halfLife == 9)
    #expect((18...21).contains(try library("bulk-mail").halfLife))
    #expect(try library("broadcast").halfLife == 1)
  }

  /// The fit is conditional on the 63 days observed; printed: sigma .916, scale 8.31, 2.9 points.
  @Test func theLikelihoodFitIsLognormal() throws {
    let counts = try library("mail").weights.map { $0 * 1121 }
    let fit = try #require(CurveFit(.lognormal, counts: counts))
    #expect(abs(fit.shape - 0.916) < 0.005)
    #expect(abs(fit.scale - 8.31) < 0.04)
    #expect(fit.largestError < 0.031 && fit.largestError > 0.026)
    #expect(CurveFit.best(counts: counts)?.family == .lognormal)
    let gamma = try #require(CurveFit(.gamma, counts: counts))
    let weibull = try #require(CurveFit(.weibull, counts: counts))
    #expect(gamma.largestError > 0.04)
    #expect(weibull.largestError > gamma.largestError - 0.01)
  }

  @Test func aFitFindsTheParametersItWasMadeWith() throws {
    for family in [ResponseFamily.lognormal, .gamma, .weibull] {
      let curve = ResponseCurve(id: "", family: family, shape: 1.4, scale: 6, days: 60)
      let fit = try #require(CurveFit(family, counts: curve.weights.map { $0 * 1000 }))
      #expect(abs(fit.shape - 1.4) < 0.01, "\(family)")
      #expect(abs(fit.scale - 6) < 0.05, "\(family)")
    }
  }

  @Test func weightsSumToOne() throws {
    for entry in try LibraryCurve.all() {
      #expect(abs(entry.curve.weights.reduce(0, +) - 1) < 1e-12)
      #expect(!entry.source.isEmpty)
    }
  }
}

@Suite struct DropTests {
  func drop(received: (calls: Double, through: CivilDate)? = nil) throws -> Drop {
    Drop(
      id: "spring", date: try #require(CivilDate("2027-03-01")), quantity: 200_000,
      responseRate: 0.012, queue: "orders", curve: "mail", received: received)
  }

  @Test func twoHundredThousandCatalogues() throws {
    let drop = try drop()
    let curve = try library("mail")
    #expect(drop.total(curve) == 2400)
    let days = (1...63).map { drop.calls(on: drop.date + $0, curve) }
    #expect(abs(days[0..<7].reduce(0, +) - 993) < 0.5)
    #expect(abs(days[7..<14].reduce(0, +) - 786) < 0.5)
    #expect(abs(days[14..<21].reduce(0, +) - 289) < 0.5)
    #expect(days.max() == days[4])
    #expect(abs(days[4] - 214) < 0.5)
    #expect(drop.calls(on: drop.date, curve) == 0)
    #expect(abs(days.reduce(0, +) - 2400) < 1e-6)
  }

  @Test func aRunningDropIsProjectedToItsEnd() throws {
    let date = try #require(CivilDate("2027-03-08"))
    // 41.4 % are in after seven days; 1,242 received means 3,000 in all.
    let curve = try library("mail")
    let drop = try drop(received: (3000 * curve.cumulative(day: 7), date))
    #expect(abs(drop.total(curve) - 3000) < 1e-6)
  }

  @Test func dropsAreNamedByTheCallsTheyBring() throws {
    let drop = try drop()
    let demand = DropDemand(drops: [drop], curves: ["mail": try library("mail")])
    let day = drop.date + 5
    let (calls, drops) = demand.calls(on: day, queue: "orders")
    #expect(drops == ["spring"])
    #expect(calls > 0)
    #expect(demand.calls(on: day, queue: "other").calls == 0)
  }
}

@Suite struct ServiceCountTests {
  @Test(arguments: [
    (ServiceCount.Variant.answeredOfOffered, 0.780), (.excludingShortAbandons, 0.8125),
    (.answeredOrAbandonedOfOffered, 0.820), (.answeredOfAnswered, 0.8667),
  ])
  func fourDefinitionsOfTheSameDay(variant: ServiceCount.Variant, level: Double) {
    let count = ServiceCount(
      answeredInTime: 78, answeredLater: 12, abandonedInTime: 4, abandonedLater: 6)
    #expect(count.offered == 100)
    #expect(abs(count.level(variant) - level) < 0.0001)
  }
}
