import ArgumentParser

/// What holds between the options of a command or of a group of options.
protocol RuledOptions: ParsableArguments {
  /// Options that mean nothing without another: `--freeze-until` needs `--change`.
  static var needs: [OptionNeed] { get }
  /// Options of which only one may be given.
  static var conflicts: [OptionConflict] { get }
  /// Other names than the property's: `-q` of `--quiet`.
  static var aliases: [String: String] { get }
}

extension RuledOptions {
  static var needs: [OptionNeed] { [] }
  static var conflicts: [OptionConflict] { [] }
  static var aliases: [String: String] { [:] }
}

/// An option does nothing unless one of some others is given too.
struct OptionNeed: Hashable, Sendable {
  var option: String
  var needed: [String]
  /// Whether it holds on plain files alone.
  var onFilesOnly: Bool

  init(_ option: String, needs needed: String..., onFilesOnly: Bool = false) {
    self.option = option
    self.needed = needed
    self.onFilesOnly = onFilesOnly
  }
}

/// An option leaves no room for some others.
struct OptionConflict: Hashable, Sendable {
  var option: String
  var others: [String]
  /// What the one does with the other, without a subject: "shows the profile and makes nothing".
  var why: String
  /// The value of the option that it holds for; nil: any.
  var value: String?

  init(_ option: String, _ others: String..., if value: String? = nil, why: String) {
    self.init(option, others, if: value, why: why)
  }

  init(_ option: String, _ others: [String], if value: String? = nil, why: String) {
    self.option = option
    self.value = value
    self.others = others
    self.why = why
  }
}

// MARK: - Sources

/// A command that works on a centre folder, or on plain files in its place.
protocol TwoSourcedCommand: ParsableCommand {
  /// The centre folder; nil: plain files.
  var centre: String? { get }
  /// Whether it works on either at all, as the options stand.
  var needsSource: Bool { get }
}

extension TwoSourcedCommand {
  var needsSource: Bool { true }
}

/// Options that only a centre folder gives a meaning.
protocol CentreOnlyOptions: ParsableArguments {}

/// Options that only plain files give a meaning.
protocol FilesOnlyOptions: ParsableArguments {
  /// Options without which there is nothing to work on, in the order of asking.
  static var required: [String] { get }
  /// Where a centre folder says what the option would: `--timezone` is `timezone in [centre]`.
  static var inCentre: [String: String] { get }
}

extension FilesOnlyOptions {
  static var required: [String] { [] }
  static var inCentre: [String: String] { [:] }
}

/// Where the work of a command comes from, resolved: everything after goes on from it alone.
enum Source<Centre, Files> {
  case centre(Centre)
  case files(Files)
}
