internal import CivilTime
internal import Diagnostics
internal import Publishing

/// A published plan with what has become of it.
struct FolderEntry {
  enum State {
    /// On so many of its days no later plan counts.
    case inForce(days: Int, of: Int)
    /// A later plan counts on all of its days.
    case replaced
    /// It failed, or was rolled back.
    case notInForce
    /// What is left of it cannot be read.
    case damaged(String)
  }

  var name: String
  var from: CivilDate
  /// The day after its last.
  var to: CivilDate
  var state: State
  /// Whether `latest` points to it.
  var isLatest: Bool
  /// Why it is not in force, or in what it failed although it was accepted.
  var reasons: [String]
  /// Nil where it is damaged.
  var plan: FolderPlan?
  /// By store, in the order of publication.
  var number: Int

  /// `Mon 2026-11-30 to Sun 2026-12-06`.
  var period: String { FolderWeek.words(from, to - 1) }
}

/// A plan of which not all can be read.
struct FolderDamage {
  var name: String
  /// Empty where the manifest is lost.
  var dates: [CivilDate]
  var problem: Problem
  /// What is wrong, as it goes on after the plan's name.
  var why: String

  /// For people who read a page, who know no paths.
  var words: String {
    dates.isEmpty
      ? "The plan \(name) \(why)."
      : "The plan \(name) of \(FolderWeek.words(dates[0], dates[dates.count - 1])) \(why)."
  }
}
