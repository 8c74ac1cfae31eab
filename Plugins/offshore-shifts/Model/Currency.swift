/// Currency codes.
public enum Currency {
  /// Whether `text` looks like an ISO 4217 code: three capital letters.
  public static func isCode(_ text: String) -> Bool {
    text.utf8.count == 3 && text.utf8.allSatisfy { (65...90).contains($0) }
  }
}
