/// What became of a contact, by the words of its row.
enum CallVerdict {
  /// By the word for an outcome; nil when it is not known.
  static func outcome(_ word: String) -> RowOutcome? {
    let plain = Field.reduced(word)
    if plain.isEmpty { return nil }
    if elsewhere.contains(plain) { return RowOutcome.none }
    if plain == "phantom" { return .unknown }
    if abandoned.contains(where: plain.hasPrefix) { return .abandoned }
    if answered.contains(plain) { return .answered }
    if timedOut.contains(plain) { return .timedOut }
    return nil
  }

  /// Yes or no; nil for anything else.
  static func flag(_ word: String) -> Bool? {
    switch Field.reduced(word) {
    case "1", "yes", "y", "true", "t", "ja", "si", "sí", "x", "answered": true
    case "0", "no", "n", "false", "f", "nein": false
    default: nil
    }
  }

  /// No contacts of a queue.
  private static let elsewhere: Set<String> = ["outbound", "outgoing", "internal"]
  private static let abandoned = [
    "abandon", "hang", "aufgelegt", "lost", "missed", "noanswer", "notanswered", "unanswered",
    "dropped", "abandonada", "verpasst", "verloren",
  ]
  private static let answered: Set<String> = [
    "answered", "handled", "agent", "connected", "completed", "complete", "resolved", "served",
    "accepted", "answer", "angenommen", "contestada", "incomingcall", "success", "closed",
  ]
  private static let timedOut: Set<String> = [
    "timeout", "timedout", "overflow", "overflowed", "queuetimeout", "voicemail",
    "transferredtovoicemail",
  ]
}
