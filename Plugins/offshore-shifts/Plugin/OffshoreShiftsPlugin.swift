internal import CivilTime
internal import Diagnostics
public import MusterPluginKit
internal import OffshoreShiftsModel

/// Labour rules and premium pay of the places where agents work, as dated data.
struct OffshoreShiftsPlugin: CentrePlugin {
  static let id: StaticString = "offshore-shifts"
  static let name: StaticString = "Offshore shifts"
  static let version: StaticString = "1.0.0"
  static let summary: StaticString =
    "Labour rules and premium pay by jurisdiction and date; every paid minute with its rule."
  static var settingsSchema: String? { Settings.schema }

  struct Settings: Decodable {
    var ruleFiles: [String]?
    var holidayAttribution: String?
    var minimumTzdata: String?

    static let schema = """
      {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "rule_files": {
            "description": "Jurisdiction files of your own; each takes the place of the shipped one with its id.",
            "type": "array", "items": {"type": "string", "format": "muster-file"}
          },
          "holiday_attribution": {
            "description": "Whose holiday counts for a shift over midnight; by default what each rule file says.",
            "enum": ["clock", "shift-start", "greater-part"]
          },
          "minimum_tzdata": {
            "description": "Warn when the system's time zones are older, such as 2026a.",
            "type": "string"
          }
        }
      }
      """
  }

  let shelf: RuleShelf
  let attribution: Jurisdiction.Attribution?
  let minimumTzdata: String?
  let centre: CentreInfo

  init(_ configuration: PluginConfiguration, host: HostServices) throws(PluginFailure) {
    let settings: Settings = try configuration.decode()
    var own: [Jurisdiction] = []
    for (index, file) in (settings.ruleFiles ?? []).enumerated() {
      let bytes = Array((configuration.files[file] ?? "").utf8)
      do throws(Problems) { own.append(try Jurisdiction(file: file, bytes: bytes)) } catch {
        throw .setting("rule_files[\(index)]", sentence(error))
      }
    }
    do throws(Problems) { shelf = try RuleShelf(own: own) } catch {
      throw PluginFailure(sentence(error), status: MUSTER_E_CONFIG)
    }
    attribution = settings.holidayAttribution.flatMap(Jurisdiction.Attribution.init)
    minimumTzdata = settings.minimumTzdata
    centre = configuration.centre
  }

  /// The rules of a jurisdiction at a site.
  func place(_ jurisdiction: String) throws(PluginFailure) -> RuleShelf.Place {
    // A site that says nothing is not this plugin's business.
    guard !jurisdiction.isEmpty else { throw .pass }
    do throws(Problem) { return try shelf.find(jurisdiction) } catch {
      throw PluginFailure(error.description, status: MUSTER_E_CONFIG)
    }
  }

  /// The pay engine of a site.
  func engine(_ site: SiteInfo) throws(PluginFailure) -> PayEngine {
    let place = try place(site.jurisdiction)
    let zone: Zone
    do throws(Problem) { zone = try ZoneDatabase.system.zone(site.zone) } catch {
      throw PluginFailure(error.description)
    }
    let holidays = centre.holidays.filter { $0.calendar == site.calendar }
      .compactMap { holiday in CivilDate(holiday.date).map { (date: $0, kind: holiday.kind) } }
    return PayEngine(
      place.jurisdiction, state: place.state, clock: SiteClock(zone),
      holidays: WorkHolidays(holidays), attribution: attribution)
  }

  /// An agent's shifts, those before first, as the model has them.
  func work(_ agent: AgentInfo, _ shifts: [Shift]) -> AgentWork {
    AgentWork(
      agent: agent.id, shifts: shifts.map(workShift),
      restDays: Set(texts(agent.facts?["rest_days"]).compactMap { CivilDate($0) }),
      traits: Set(texts(agent.facts?["traits"])))
  }

  private func texts(_ value: AnyJSON?) -> [String] { (value?.array ?? []).compactMap(\.string) }

  private func workShift(_ shift: Shift) -> WorkShift {
    WorkShift(
      start: Instant(seconds: shift.startUnix), end: Instant(seconds: shift.endUnix),
      pauses: shift.segments.compactMap { segment in
        guard let kind = PauseKind(rawValue: segment.activity) else { return nil }
        return Pause(
          kind: kind, start: Instant(seconds: segment.startUnix),
          end: Instant(seconds: segment.endUnix), paid: segment.paid)
      })
  }
}

/// The first problem, and how many more there are.
func sentence(_ problems: Problems) -> String {
  let first = problems.all.first?.description ?? ""
  return problems.all.count > 1 ? "\(first) (and \(problems.all.count - 1) more)" : first
}

@c(muster_plugin_main)
public func musterPluginMain(
  _ host: UnsafePointer<muster_host>, _ out: UnsafeMutablePointer<muster_plugin>
) -> muster_status {
  exportPlugin(OffshoreShiftsPlugin.self, host: host, into: out)
}
