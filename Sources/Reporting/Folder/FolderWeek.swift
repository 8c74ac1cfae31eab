internal import CentreModel
internal import CivilTime
internal import Planning

/// A week as it is in force: of every date the plan that counts.
struct FolderWeek {
  let start: CivilDate
  /// Dates on which a plan that can be read is in force, and those on which its shifts begin by the clocks of
  /// their sites.
  var dates: Set<CivilDate> = []
  /// The names of the plans.
  var plans: [String] = []
  var queues: [String] = []
  /// In the order of the plans; who is in several, as the last of them knew them.
  private(set) var people: [PlanPerson] = []
  /// The dates on which somebody was planned for, by id.
  private(set) var planned: [String: Set<CivilDate>] = [:]
  /// By agent, each in the order of time.
  private(set) var shifts: [String: [WorkedShift]] = [:]
  /// By agent.
  private(set) var changes: [String: [DayChange]] = [:]
  private var places: [String: Int] = [:]

  init(start: CivilDate) { self.start = start }

  var sortedDates: [CivilDate] { dates.sorted() }

  func person(_ id: String) -> PlanPerson? { places[id].map { people[$0] } }

  /// `dates`: On which the plan counts; of leave on others it knows nothing that holds.
  mutating func add(_ person: PlanPerson, on dates: Set<CivilDate>) {
    var person = person
    person.leave = person.leave.filter { dates.contains($0) }
    if let place = places[person.id] {
      person.leave = Set(person.leave + people[place].leave).sorted()
      people[place] = person
    } else {
      places[person.id] = people.count
      people.append(person)
    }
    planned[person.id, default: []].formUnion(dates)
  }

  mutating func add(_ shift: WorkedShift) {
    shifts[shift.agent, default: []].append(shift)
    dates.insert(shift.date)
    planned[shift.agent, default: []].insert(shift.date)
  }

  mutating func add(_ change: DayChange) { changes[change.agent, default: []].append(change) }

  mutating func sort() {
    for agent in shifts.keys { shifts[agent]?.sort { $0.start < $1.start } }
  }

  /// The name of a person's team: the site, where the agents' file names none; empty for neither.
  static func team(of person: PlanPerson) -> String {
    person.team.isEmpty ? person.site : person.team
  }

  var teams: [String] { Set(people.map(Self.team)).sorted() }

  /// `Mon 2026-11-30 to Sun 2026-12-06`.
  static func words(_ first: CivilDate, _ last: CivilDate) -> String {
    func day(_ date: CivilDate) -> String { "\(date.weekday.shortName) \(date)" }
    return first == last ? day(first) : "\(day(first)) to \(day(last))"
  }

  var words: String {
    let dates = sortedDates
    return Self.words(dates.first ?? start, dates.last ?? start)
  }
}
