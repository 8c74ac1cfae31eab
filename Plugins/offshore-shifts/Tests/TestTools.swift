import CivilTime
import OffshoreShiftsModel
import Testing

func zone(_ name: String) throws -> Zone { try ZoneDatabase.system.zone(name) }

func engine(
  _ name: String, state: String? = nil, zone zoneName: String? = nil, holidays: [String] = [],
  attribution: Jurisdiction.Attribution? = nil
) throws -> PayEngine {
  let jurisdiction = try ShippedRules.jurisdiction(name)
  return PayEngine(
    jurisdiction, state: state, clock: SiteClock(try zone(zoneName ?? jurisdiction.exampleZone)),
    holidays: WorkHolidays(holidays.compactMap { WorkText.holiday($0) }), attribution: attribution)
}

func work(
  _ engine: PayEngine, _ shifts: [String], restDays: [String] = [], traits: Set<String> = []
) throws -> AgentWork {
  AgentWork(
    agent: "A1",
    shifts: try shifts.map { try #require(WorkText.shift($0, zone: engine.clock.zone), "\($0)") },
    restDays: Set(restDays.compactMap { CivilDate($0) }), traits: traits)
}

func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

/// SplitMix64: small, seeded, the same on every machine.
struct Random: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
