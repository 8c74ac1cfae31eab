/// The names of a plan's files.
public enum PlanFileName {
  public static let forecast = "forecast.csv"
  public static let evidence = "forecast-evidence.txt"
  public static let requirement = "requirement.csv"
  public static let roster = "roster.csv"
  public static let grid = "roster-grid.csv"
  public static let coverage = "coverage.csv"
  public static let service = "service.csv"
  /// Every goal of every queue, with what the simulation says of it.
  public static let goals = "goals.csv"
  /// The promises of days and weeks with their service; there only where a roster was searched for one.
  public static let promises = "promises.csv"
  /// Who the plan was made for, and what each stretch of the roster is paid: what is delivered later is
  /// read from these, not from the inputs of that day.
  public static let people = "people.csv"
  public static let pay = "pay.csv"
  public static let ledger = "fairness.csv"
  /// What differs from the roster published before, and the notices to send; there only where one was.
  public static let changes = "changes.csv"
  public static let notices = "notices.txt"
  public static let summary = "summary.txt"
  /// The plan as one page for people, made from its other files; and what the page wants to know beside
  /// them: what must not be overlooked, how forecasting methods did on the past, what wages come to.
  public static let page = "report.html"
  public static let attention = "attention.csv"
  public static let backtest = "backtest.csv"
  public static let wages = "wages.csv"
  /// What plugins found, want and tell; there only when they do.
  public static let findings = "findings.csv"
  public static let resources = "resources.csv"
  public static let report = "report.txt"

  /// The subfolder with a site's own requirement, roster and coverage, where there are several sites.
  public static func site(_ id: String) -> String {
    "site-" + String(id.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" })
  }
}
