import CentreModel
import CivilTime
import Configuration
import Diagnostics
import Testing

@Suite struct CentreReadingTests {
  func read(_ text: String) throws -> (centre: Centre?, problems: [String]) {
    let root = try ConfigTable(file: "centre.toml", bytes: Array(text.utf8))
    let centre = Centre.read(root, zones: .system)
    return (centre, root.problems().map(\.description))
  }

  static let good = """
    [centre]
    name = "Bank"
    timezone = "America/New_York"
    interval = "15m"

    [[queue]]
    id = "service"
    hours = "Mon-Fri 07:00-21:00; Sat 08:00-17:00"
    closed_on = ["public"]
    patience_seconds = 180
    shrinkage = 0.12
    goal = { service_level = 0.8, within_seconds = 20, max_occupancy = 0.9 }

    [[plugin]]
    id = "x"
    settings = { rate = 2 }
    """

  @Test func aCentreIsReadWhole() throws {
    let (centre, problems) = try read(Self.good)
    #expect(problems.isEmpty)
    let bank = try #require(centre)
    #expect(bank.intervalSeconds == 900)
    #expect(bank.queues.count == 1)
    #expect(bank.queues[0].model == .erlangA)
    #expect(bank.queues[0].goal.maximumOccupancy == 0.9)
    #expect(bank.queues[0].closedOn == [.public])
    let whole = #"{"id":"x","settings":{"rate":2}}"#
    #expect(bank.plugins == [PluginSetting(id: "x", isolated: false, settingsJSON: whole)])
    #expect(bank.workZone == "America/New_York")
  }

  @Test(arguments: [
    ("period = \"day\", hour_floor = 0.6", nil),
    ("period = \"dya\"", "you meant \"day\""),
    ("period = \"month\", hour_floor = 0.6", "is none of interval, day, week"),
    ("hour_floor = 0.6", "add period = \"day\""),
    ("period = \"day\", hour_floor = 0.9", "is above the service level"),
    ("period = \"week\", asa_seconds = 20", "is kept interval by interval alone"),
    ("period = \"week\", definition = \"virtul\"", "you meant \"virtual\""),
  ])
  func aPromiseOverADayIsOneOfAnswersInTime(_ keys: String, says: String?) throws {
    let text = Self.good.replacing("max_occupancy = 0.9", with: keys)
    let (centre, problems) = try read(text)
    guard let says else {
      #expect(problems.isEmpty)
      #expect(centre?.queues[0].goal.period == .day && centre?.queues[0].goal.hourFloor == 0.6)
      return
    }
    #expect(problems.count == 1 && problems[0].contains(says), "\(problems)")
  }

  /// Each way to count can be promised by the day as by the interval.
  @Test(arguments: ServiceGoal.Definition.allCases)
  func everyDefinitionHasEveryPeriod(_ definition: ServiceGoal.Definition) throws {
    for period in ServiceGoal.Period.allCases {
      let keys = "definition = \"\(definition.rawValue)\", period = \"\(period.rawValue)\""
      let (centre, problems) = try read(
        Self.good.replacing("max_occupancy = 0.9", with: keys))
      #expect(problems.isEmpty, "\(problems)")
      #expect(centre?.queues[0].goal.definition == definition)
      #expect(centre?.queues[0].goal.period == period)
    }
  }

  static let floor =
    good.replacing("id = \"service\"", with: "id = \"service\"\nclient = \"bank\"") + """

      [[queue]]
      id = "shop"
      timezone = "Australia/Sydney"
      calendar = "AU"
      arrivals = "24/7"
      hours = "Mon-Fri 09:00-17:00"
      history_queues = ["old shop", "new shop"]
      add = true
      goal = { asa_seconds = 20 }
      [[site]]
      id = "manila"
      timezone = "Asia/Manila"
      aht_factor = 1.08
      shrinkage = 0.3
      anchor = "client"
      traits = ["night-transport"]
      [[site]]
      id = "dallas"
      timezone = "America/Chicago"
      [[part]]
      site = "dallas"
      clients = ["bank"]
      hours = "22:00-06:00"
      contacts_per_hour = 40
      [[part]]
      site = "manila"
      queues = ["shop"]
      share = 0.75
      [publish]
      max_missing = 0.1
      """

  @Test func sitesTakePartsOfTheWork() throws {
    let (centre, problems) = try read(Self.floor)
    #expect(problems.isEmpty, "\(problems)")
    let floor = try #require(centre)
    #expect(
      try floor.parts == [
        WorkPart(
          site: "dallas", hours: OpeningHours("22:00-06:00"), contactsPerHour: 40,
          clients: ["bank"]), WorkPart(site: "manila", share: 0.75, queues: ["shop"]),
      ])
    #expect(floor.parts[0].takes(floor.queues[0]) && !floor.parts[0].takes(floor.queues[1]))
    let manila = floor.sites[0]
    #expect(manila.handlingFactor == 1.08 && manila.shrinkage == 0.3 && manila.anchor == .client)
    #expect(manila.traits == ["night-transport"] && floor.sites[1].anchor == .site)
    #expect(floor.maximumMissingShare == 0.1)
    let (service, shop) = (floor.queues[0], floor.queues[1])
    #expect(service.zoneName(in: floor) == "America/New_York")
    #expect(shop.zoneName(in: floor) == "Australia/Sydney")
    #expect(shop.calendarName(in: floor) == "AU" && service.calendarName(in: floor) == nil)
    #expect(
      shop.namesInHistory == ["old shop", "new shop"] && service.namesInHistory == ["service"])
    #expect(shop.arrivals == OpeningHours.alwaysOpen && shop.addsHistory)
  }

  @Test(arguments: [
    ("site = \"dallas\"", "site = \"dalas\"", "part[0].site: is none of manila, dallas"),
    ("queues = [\"shop\"]", "queues = [\"shops\"]", "you meant \"shop\""),
    ("clients = [\"bank\"]", "clients = [\"banks\"]", "you meant \"bank\""),
    ("hours = \"22:00-06:00\"", "hours = \"22:00-22:00\"", "opens and closes at the same time"),
    ("share = 0.75", "share = 75", "write 0.75 for 75 %"),
    ("anchor = \"client\"", "anchor = \"sit\"", "you meant \"site\""),
    ("max_missing = 0.1", "max_missing = 10", "write 0.1 for 10 %"),
  ])
  func aMistakeInAPartIsNamed(right: String, wrong: String, hint: String) throws {
    let (_, problems) = try read(Self.floor.replacing(right, with: wrong))
    #expect(problems.count == 1, "\(problems)")
    #expect(problems.first?.contains(hint) == true, "\(problems)")
  }

  @Test(arguments: [
    ("America/New_York", "America/New_Yrok", "timezone"),
    ("\"15m\"", "\"7m\"", "divide the day"),
    ("0.12", "12", "Maybe write 0.12 for 12 %"),
    ("Mon-Fri 07:00-21:00", "Mon-Fri 21:00-7", "queue[0].hours"),
    ("[\"public\"]", "[\"publik\"]", "you meant \"public\""),
    ("service_level = 0.8", "service_lvl = 0.8", "you meant service_level"),
    ("id = \"service\"", "id = \"a b\"", "blank"),
  ])
  func oneMistakeIsNamedWithItsPlace(right: String, wrong: String, hint: String) throws {
    let (_, problems) = try read(Self.good.replacing(right, with: wrong))
    #expect(problems.count == 1, "\(problems)")
    #expect(problems.first?.contains(hint) == true, "\(problems)")
    #expect(problems.first?.hasPrefix("centre.toml:") == true)
  }

  @Test func everyMistakeIsNamedAtOnce() throws {
    let (centre, problems) = try read(
      """
      [centre]
      name = "x"
      timezone = "Mars/Olympus"
      intervall = "15m"
      [[queue]]
      shrinkage = -1
      [[queue]]
      id = "b"
      model = "erlang-q"
      """)
    #expect(centre == nil)
    #expect(problems.count == 5, "\(problems)")
  }

  @Test func twoQueuesOfOneNameAreRefused() throws {
    let twice = Self.good + "\n[[queue]]\nid = \"service\"\n"
    let (_, problems) = try read(twice)
    #expect(problems.count == 1 && problems[0].contains("used twice"), "\(problems)")
  }
}
