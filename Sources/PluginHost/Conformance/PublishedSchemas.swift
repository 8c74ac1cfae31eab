internal import Glibc
internal import PluginContract

/// The JSON Schemas that are published with muster; `Sources/PluginHost/Schemas` holds them.
public enum PublishedSchemas {
  /// Every file, by name, in the order of the names.
  public static let all: [(name: String, text: String)] = [
    ("audit-answer", text(PackageResources.audit_answer_json)),
    ("audit-question", text(PackageResources.audit_question_json)),
    ("caps-answer", text(PackageResources.caps_answer_json)),
    ("caps-question", text(PackageResources.caps_question_json)),
    ("configuration", text(PackageResources.configuration_json)),
    ("explain-answer", text(PackageResources.explain_answer_json)),
    ("explain-question", text(PackageResources.explain_question_json)),
    ("labour-answer", text(PackageResources.labour_answer_json)),
    ("labour-question", text(PackageResources.labour_question_json)),
    ("price-answer", text(PackageResources.price_answer_json)),
    ("price-question", text(PackageResources.price_question_json)),
    ("report-answer", text(PackageResources.report_answer_json)),
    ("report-question", text(PackageResources.report_question_json)),
    ("resources-answer", text(PackageResources.resources_answer_json)),
    ("resources-question", text(PackageResources.resources_question_json)),
    ("rules-answer", text(PackageResources.rules_answer_json)),
    ("rules-question", text(PackageResources.rules_question_json)),
    ("shifts-answer", text(PackageResources.shifts_answer_json)),
    ("shifts-question", text(PackageResources.shifts_question_json)),
    ("simulate-answer", text(PackageResources.simulate_answer_json)),
    ("simulate-question", text(PackageResources.simulate_question_json)),
    ("windows-answer", text(PackageResources.windows_answer_json)),
    ("windows-question", text(PackageResources.windows_question_json)),
  ]

  /// The schema of a hook's answer; nil for hooks that answer in rows.
  static func answer(_ hook: Hook) throws(ContractMismatch) -> JSONSchema? {
    guard let found = all.first(where: { $0.name == "\(hook.name)-answer" }) else { return nil }
    return try JSONSchema(text: found.text)
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
