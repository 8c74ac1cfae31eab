internal import CivilTime

/// What a sample centre is made of: how its demand behaves, who works there and by which rules.
///
/// A profile is data, read from TOML; the generator knows no kind of centre. The file
/// `Profiles/telephone.toml` is the one that comes with the program and explains every key.
public struct CentreProfile: Hashable, Sendable {
  /// The kind of centre a user asks for by this name.
  public var kind: String
  /// One line for people.
  public var summary: String
  /// Used unless the user says otherwise.
  public var timezone: String
  public var agents: Int

  var intervalSeconds: Int
  var weeks: Int
  var calendar: String
  var closedOn: [String]
  /// Files of mailings that the forecast reads.
  var dropFiles: [String]
  /// Demand is sized so that the requirement is this share of what the agents can work.
  var fill: Double
  var holidays: [HolidayRow]
  /// Where the rules of the holidays come from.
  var holidaySource: String
  var queues: [DemandProfile]
  var contracts: [ContractProfile]
  var people: PeopleProfile
  /// Contracts, shift rules and whatever else the centre file says, as it will stand in it.
  var rulesText: String
  /// Files of the kind's own, such as a list of mailings.
  var files: [ProfileFile]

  struct ProfileFile: Hashable, Sendable {
    var name: String
    var text: String
  }

  struct HolidayRow: Hashable, Sendable {
    var name: String
    var rule: HolidayRule
    var isObserved: Bool
  }

  /// The contacts of one queue.
  struct DemandProfile: Hashable, Sendable {
    var id: String
    var name: String
    var channel: String
    /// The staffing model, as the centre file names it.
    var model: String
    /// Whether a plugin makes the demand, so that there is no history.
    var isPlanned: Bool
    var client: String?
    /// What people are called for, and where they are; nil where nobody is called.
    var contactScope: String?
    var jurisdictions: [String]
    var hours: OpeningHours
    /// Volume in relation to the other queues.
    var volume: Double
    /// Relative volume of the days from Monday to Sunday.
    var weekday: [Double]
    /// Relative volume of the months.
    var month: [Double]
    var monthDays: [MonthDays]
    /// Factor for the first open day after a closed weekday, and for the last one before.
    var afterHoliday: Double
    var beforeHoliday: Double
    var trendPerYear: Double
    var shapes: [DayShape]
    /// Deviation of a whole day from its expectation, relative, and how much of it stays tomorrow.
    var daySpread: Double
    var dayMemory: Double
    /// Deviation of the rate of one interval, relative, on top of Poisson noise.
    var intervalSpread: Double
    var outagesPerYear: Double
    var handlingSeconds: Double
    /// Deviation of the handling time of one contact, relative.
    var handlingSpread: Double
    var handlingShape: DayShape
    var handlingWeekday: [Double]
    var handlingPerYear: Double
    /// Share of contacts that abandon on an ordinary interval.
    var abandonment: Double
    /// How it grows when more contacts come than expected: with this power of the excess.
    var abandonmentPower: Double
    var serviceLevel: Double
    var withinSeconds: Double
    var patienceSeconds: Double
    var maximumOccupancy: Double
    var shrinkage: Double
  }

  /// A factor for some days of every month.
  struct MonthDays: Hashable, Sendable {
    var days: ClosedRange<Int>
    var factor: Double
  }

  struct ContractProfile: Hashable, Sendable {
    var id: String
    var share: Double
    var lengthSeconds: Int
    /// Of a shift, breaks and meal taken off.
    var phoneSeconds: Int
    var shiftsPerWeek: Double
  }

  struct PeopleProfile: Hashable, Sendable {
    var availability: [AvailabilityProfile]
    /// Skills of one agent as they stand in the agents file.
    var skills: [Weighted]
    var site: String
    /// Whose labour law binds the site, such as `MX`; empty where nobody says.
    var jurisdiction: String
    /// In which it pays, and what an hour is paid; empty and nil where nobody says.
    var currency: String
    var hourlyRate: Double?
    /// Probability of a week away, and of a single day away in other weeks.
    var weekAway: Double
    var dayAway: Double
    /// Those who wish for a start and for days off.
    var wishStart: Double
    var wishDaysOff: Double
    var givenNames: [String]
    var familyNames: [String]
  }

  /// A class of availability as the rules name it, and the hours in which its people may work.
  struct AvailabilityProfile: Hashable, Sendable {
    var id: String
    var share: Double
    var hours: OpeningHours
  }

  struct Weighted: Hashable, Sendable {
    var text: String
    var weight: Double
  }
}

/// A curve over the day by the local clock: straight lines between the points given.
struct DayShape: Hashable, Sendable {
  var days: [Weekday]
  /// Seconds after midnight, ascending, and height.
  var points: [Point]

  struct Point: Hashable, Sendable {
    var seconds: Int
    var height: Double
  }

  func height(at seconds: Int) -> Double {
    guard let first = points.first, let last = points.last else { return 1 }
    if seconds <= first.seconds { return first.height }
    for (a, b) in zip(points, points.dropFirst()) where seconds < b.seconds {
      let share = Double(seconds - a.seconds) / Double(b.seconds - a.seconds)
      return a.height + (b.height - a.height) * share
    }
    return last.height
  }
}
