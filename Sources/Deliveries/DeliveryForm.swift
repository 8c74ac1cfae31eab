public import Diagnostics
public import Tables

/// A form in which a plan is delivered: what another program reads, made from a published plan.
///
/// A form is one file in `Forms`, a function from the plan to its rows, and a line in ``all``.
public struct DeliveryForm: Sendable {
  /// What a form makes.
  public enum Content: Sendable {
    case table(Table)
    case json(JSONValue)
  }

  /// As it is named on the command line.
  public var name: String
  /// For lists, without a full stop.
  public var summary: String
  /// The kinds of names of which another system's are needed, see ``ForeignNames``.
  public var needs: [ForeignNames.Kind]
  var make: @Sendable (DeliveredPlan, ForeignNames) throws(Problem) -> Content

  /// All forms that are text, in the order of lists.
  public static let all: [DeliveryForm] = [.payroll, .amazonConnect, .genesys, .whenIWork]

  public static func named(_ name: String) -> DeliveryForm? { all.first { $0.name == name } }

  /// The plan in this form.
  ///
  /// - Throws: A ``Problem`` naming all that the other system calls otherwise and `names` does not say.
  public func content(
    _ plan: DeliveredPlan, _ names: ForeignNames = ForeignNames()
  ) throws(Problem) -> Content {
    try make(plan, names)
  }
}
