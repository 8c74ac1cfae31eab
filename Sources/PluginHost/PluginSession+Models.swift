public import CentreModel
public import CivilTime
public import Diagnostics
public import PluginContract

extension PluginSession {
  // MARK: - Staffing models

  /// How the requirement of some rows came about, in the words of `plugin`, the one that gave it; nil
  /// where it explains nothing.
  ///
  /// `rows` are all of the queue's, as the requirement was asked about them; `indices` the ones to be
  /// explained. An explanation without agents leaves its row to the host's own model.
  public func explain(
    _ queue: QueueInfo, goal: ServiceGoal, _ rows: [ForecastRow], indices: [Int],
    by plugin: String, offset: (Instant) -> Int
  ) -> [RowExplanation]? {
    let question = ExplainQuestion(
      queue: queue, goal: RowConversion.goal(goal),
      rows: RowConversion.infos(rows, lengthSeconds: queue.intervalS, offset: offset),
      indices: indices)
    return first(.explain, only: plugin) { (plugin) throws(PluginFault) in
      try plugin.explain(question)?.explanations
    }?.answer
  }

  /// The service that the agents of `slots` give, by `plugin`, the one that gave the requirement; nil
  /// where it has no simulation, and the host's own is to be used.
  ///
  /// `slots` are agents on the phone, after shrinkage, on a grid at least as fine as the rows; `people` are
  /// the same one by one.
  public func simulate(
    _ queue: QueueInfo, goal: ServiceGoal, _ rows: [ForecastRow], slots: [AgentSlot],
    people: [PersonAtWork], replications: Int, seed: UInt64, by plugin: String,
    offset: (Instant) -> Int
  ) -> SimulateAnswer? {
    let question = SimulateQuestion(
      queue: queue, goal: RowConversion.goal(goal),
      rows: RowConversion.infos(rows, lengthSeconds: queue.intervalS, offset: offset),
      slots: slots, people: people, replications: replications,
      seed: Int64(seed & 0x1f_ffff_ffff_ffff))
    return first(.simulate, only: plugin) { (plugin) throws(PluginFault) in
      try plugin.simulate(question)
    }?.answer
  }

  /// Why the plugin that a queue's `model` names gave no requirement for it.
  public func noRequirement(for queue: String, by id: String) -> Problem {
    let subject = "queue \(queue)"
    func problem(_ what: String, maybe: String) -> Problem {
      Problem(.missingConfiguration, subject: subject, what, value: id, maybe: maybe)
    }
    if let fault = faults.first(where: { $0.plugin == id }) {
      return problem(
        "its staffing model is a plugin's, and that plugin gave no requirement",
        maybe: "it failed: \(fault.sentence)")
    }
    guard let plugin = plugins.first(where: { $0.id == id }) else {
      return problem(
        "its staffing model is a plugin's, and that plugin is not asked for",
        maybe: "add [[plugin]] with id = \"\(id)\", or take model = \"erlang-a\"")
    }
    guard plugin.adds(.requirement) else {
      return problem(
        "its staffing model is a plugin's, and that plugin has no staffing model",
        maybe: "take model = \"erlang-a\"")
    }
    return problem(
      "its staffing model is a plugin's, and that plugin passed on the queue",
      maybe: "give the plugin settings for queue \"\(queue)\": muster plugins show \(id) lists them"
    )
  }
}
