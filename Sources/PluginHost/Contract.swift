internal import CMusterPlugin

/// The version of the plugin contract that this host speaks.
public enum Contract {
  public static let major: UInt32 = MUSTER_ABI_MAJOR
  public static let minor: UInt32 = MUSTER_ABI_MINOR
  /// Longest answer to a question, in bytes.
  static let answerLimit = 64 << 20
  /// Longest text a plugin says of itself, in bytes.
  static let textLimit = 1 << 20
}
