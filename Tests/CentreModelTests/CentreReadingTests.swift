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
