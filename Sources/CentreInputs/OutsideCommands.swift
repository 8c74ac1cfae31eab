package import CentreModel
package import Diagnostics
internal import Files
package import Forecasting
internal import OutsideModels

/// The forecasting commands of a centre, and whether they may run.
///
/// Planning a folder must not run what is in it: a command runs only where whoever starts the program says
/// so, and a plan tells which ones it did without.
package struct OutsideCommands: Sendable {
  private let folder: CentreFolder
  private let isAllowed: Bool
  /// Each runs a question once, for all origins of all queues.
  private let commands: [(model: ModelCommand, command: ForecastingCommand)]
  /// Why some of them are not run although they may.
  private let distrusted: [Problem]

  package init(_ folder: CentreFolder, run isAllowed: Bool) {
    self.folder = folder
    self.isAllowed = isAllowed
    var commands: [(ModelCommand, ForecastingCommand)] = []
    var distrusted: [Problem] = []
    for model in isAllowed ? folder.centre.models : [] {
      if let problem = ForecastingCommand.distrust(model, folder: folder.path) {
        distrusted.append(problem)
      } else {
        commands.append((model, ForecastingCommand(model, folder: folder.path)))
      }
    }
    self.commands = commands
    self.distrusted = distrusted
  }

  package func methods(of queue: Queue) -> [OutsideMethod] {
    commands.filter { $0.model.forecasts(queue) }.map(\.command.method)
  }

  /// - Throws: ``Problems`` where a command that is to make the forecast may not run.
  package func refuseMissing() throws(Problems) {
    let needed = folder.centre.models.filter { $0.use == .always }
    var problems = distrusted.filter { problem in
      needed.contains { "model \($0.id)" == problem.subject }
    }
    if !isAllowed { problems += needed.map(notRun) }
    guard problems.isEmpty else { throw Problems(problems) }
  }

  /// The commands a forecast does without.
  package var notes: [InputNote] {
    let problems = distrusted + (isAllowed ? [] : folder.centre.models.map(notRun))
    return problems.map {
      InputNote(at: place, subject: $0.subject, $0.what, value: $0.value, maybe: $0.maybe)
    }
  }

  private var place: Place { Place(file: folder.file(CentreFolder.configurationName)) }

  private func notRun(_ model: ModelCommand) -> Problem {
    Problem(
      .missingConfiguration, at: place, subject: "model \(model.id)",
      "its command is not run: what is in a folder runs only when you say so",
      value: model.words.joined(separator: " "),
      maybe: "--run-models says so; read the command first")
  }

  /// What runs, for a plan's identity: words, limits and the content of their files.
  package func versions() throws(Problem) -> [String: String] {
    var all: [String: String] = [:]
    for (model, _) in commands {
      var text = model.words.joined(separator: "\u{0}") + "\u{0}\(model.use.rawValue)"
      for file in ForecastingCommand.files(model, folder: folder.path) {
        text += "\u{0}" + SHA256.hex(try readFile(file))
      }
      all["model \(model.id)"] = String(SHA256.hex(Array(text.utf8)).prefix(16))
    }
    return all
  }
}
