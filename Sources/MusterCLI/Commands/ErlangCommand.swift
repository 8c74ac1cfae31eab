import ArgumentParser
import Calculators

struct ErlangCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erlang",
    abstract: "Calculate a queue: agents for goals, service for agents, volume for a team.",
    discussion: """
      Models: b (lines, no queue), c (waiting), a (patience, lines), x (redials), chat, blend, \
      n-model, uncertain, backlog, list; simulated: g (any handling times), dialer, skills.

        muster erlang c --calls-per-hour 400 --aht 180 --threshold 20 --target-sl 0.8
        muster erlang a --calls-per-hour 400 --aht 180 --patience 120 --threshold 20 --agents 22
        muster erlang b --agents 30 --target-blocking 0.01
        muster erlang c --batch problems.csv > answers.csv

      What is left out is what is solved for. `muster erlang c --help` lists the inputs of a model, \
      which are also the columns of its batch files.
      """,
    subcommands: [
      ErlangB.self, ErlangC.self, ErlangA.self, ErlangX.self, ErlangChat.self, ErlangBlend.self,
      ErlangNModel.self, ErlangUncertain.self, ErlangBacklog.self, ErlangList.self,
      ErlangG.self, ErlangDialer.self, ErlangSkills.self,
    ])
}

/// Options that every model has.
struct CalculatorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Solve every row of a CSV file ('-' for the standard input).", valueName: "file"))
  var batch: String?

  @Option(
    help: ArgumentHelp(
      "How to print: table, csv or json. A batch is csv unless json.", valueName: "format"))
  var format: OutputFormat?
}
