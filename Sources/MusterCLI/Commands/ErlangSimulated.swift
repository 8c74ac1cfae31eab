import ArgumentParser
import Calculators

/// How long and with which random numbers to simulate.
struct SimulationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Runs to simulate.", valueName: "n"))
  var replications: String?
  @Option(help: ArgumentHelp("Another seed gives other runs.", valueName: "n"))
  var seed: String?
  var given: [(Input, String?)] { [(.replications, replications), (.seed, seed)] }
}

struct ErlangG: ErlangModel {
  static let model = "g"
  static let configuration = configured()
  @OptionGroup var work: WorkOptions
  @OptionGroup var patience: PatienceOptions
  @OptionGroup var team: TeamOptions
  @OptionGroup var threshold: ThresholdOptions
  @Option(
    help: ArgumentHelp("exponential, lognormal, gamma or deterministic.", valueName: "name"))
  var service: String?
  @Option(help: ArgumentHelp("Standard deviation of AHT over its mean.", valueName: "number"))
  var cv: String?
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var options: CalculatorOptions
  var given: [(Input, String?)] {
    work.given + patience.given + team.given + threshold.given + simulation.given
      + [(.service, service), (.serviceVariation, cv)]
  }
}

struct ErlangDialer: ErlangModel, RuledOptions {
  static let model = "dialer"
  static let configuration = configured()
  @Option(name: [.customShort("n"), .long], help: ArgumentHelp("Agents.", valueName: "n"))
  var agents: String?
  static let aliases = ["-n": "--agents"]
  @Option(help: ArgumentHelp("Chance that a person answers a dial.", valueName: "share"))
  var pLiveAnswer: String?
  @Option(help: ArgumentHelp("Average handling time: seconds, or 3m.", valueName: "time"))
  var aht: String?
  @Option(help: ArgumentHelp("Ringing until a person answers; 10 s.", valueName: "time"))
  var answerDelay: String?
  @Option(help: ArgumentHelp("Ringing of a dial nobody answers; 20 s.", valueName: "time"))
  var noAnswer: String?
  @Option(help: ArgumentHelp("Wait after which a call is abandoned; 2 s.", valueName: "time"))
  var maxWait: String?
  @Option(
    help: ArgumentHelp(
      "progressive, ratio_idle, predictive or blind_poisson; left out, the best.",
      valueName: "name"))
  var mode: String?
  @Option(help: ArgumentHelp("Pacing; left out, the highest under the cap.", valueName: "number"))
  var alpha: String?
  @Option(help: ArgumentHelp("Cap on abandoned of answered calls; 3 %.", valueName: "share"))
  var maxAbandonRate: String?
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var options: CalculatorOptions
  var given: [(Input, String?)] {
    simulation.given + [
      (.agents, agents), (.live, pLiveAnswer), (.handling, aht), (.answerDelay, answerDelay),
      (.noAnswer, noAnswer), (.maximumWait, maxWait), (.mode, mode), (.pacing, alpha),
      (.maximumAbandonRate, maxAbandonRate),
    ]
  }
}
