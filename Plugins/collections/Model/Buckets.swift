/// Balances by how long they are overdue: current, 1-29, 30-59, … days.
public struct Buckets: Hashable, Sendable {
  /// One bucket and how it is worked.
  public struct Bucket: Hashable, Sendable {
    public var name: String
    public var balance: Double
    public var accounts: Double
    /// Share of the balance that is in the next bucket a month later, 0 to 1.
    public var roll: Double
    /// Share of the accounts that is in the next bucket a month later; nil: as the next bucket's
    /// balance moves, at its own mean balance.
    public var rollAccounts: Double?
    /// Attempts per account and week; 0 where nobody is called.
    public var attempts: Int

    public init(
      name: String, balance: Double, accounts: Double = 0, roll: Double,
      rollAccounts: Double? = nil, attempts: Int = 0
    ) {
      self.name = name
      self.balance = balance
      self.accounts = accounts
      self.roll = roll
      self.rollAccounts = rollAccounts
      self.attempts = attempts
    }

    /// Mean balance of an account.
    public var perAccount: Double { accounts > 0 ? balance / accounts : 0 }
  }

  /// From current to the oldest.
  public var all: [Bucket]

  public init(_ all: [Bucket]) { self.all = all }

  /// Balances a month later, and what is charged off out of the oldest bucket.
  ///
  /// The first bucket keeps its balance: new billing replaces what is paid or rolls on. Accounts roll
  /// by shares of their own where these are given; else those of a bucket follow its balance at its
  /// own mean balance, since large and small accounts do not roll alike.
  public func nextMonth() -> (buckets: Buckets, chargedOff: Double) {
    var next = self
    for i in all.indices.dropFirst() {
      let from = all[i - 1]
      next.all[i].balance = from.balance * from.roll
      if let share = from.rollAccounts {
        next.all[i].accounts = from.accounts * share
      } else if all[i].perAccount > 0 {
        next.all[i].accounts = next.all[i].balance / all[i].perAccount
      } else {
        next.all[i].accounts = from.accounts * from.roll
      }
    }
    let charged = all.last.map { $0.balance * $0.roll } ?? 0
    return (next, charged)
  }

  /// The balances `months` months later; element 0 is now.
  public func path(months: Int) -> [Buckets] {
    var path = [self]
    for _ in 0..<max(0, months) { path.append(path[path.count - 1].nextMonth().buckets) }
    return path
  }
}

/// Shares a collections floor is judged by; nil where the denominator is zero.
public enum CollectionRates {
  /// Promises paid in full and on time over promises due.
  public static func kept(paid: Double, due: Double) -> Double? { ratio(paid, due) }
  /// Accounts back to current over accounts in the bucket.
  public static func cure(cured: Double, accounts: Double) -> Double? { ratio(cured, accounts) }
  /// Paid in the period over the balance placed.
  public static func liquidation(paid: Double, placed: Double) -> Double? { ratio(paid, placed) }
  /// Collection effectiveness index: collected over collectable, of receivables and billing.
  public static func effectiveness(
    beginning: Double, billed: Double, endingTotal: Double, endingCurrent: Double
  ) -> Double? {
    ratio(beginning + billed - endingTotal, beginning + billed - endingCurrent)
  }

  private static func ratio(_ a: Double, _ b: Double) -> Double? { b == 0 ? nil : a / b }
}
