// What it takes to work a list of records by telephone.
//
// Goal: dials, contacts and handling time of a list whose records are each tried at most `m` times
// and left alone once reached.
// Method: attempts are independent with one contact rate `c`, so the number of attempts of a record
// is a truncated geometric variable: it is reached with probability 1 - (1 - c)^m after
// (1 - (1 - c)^m) / c attempts on average.
// Conditions: `c` must not depend on how often the record was tried; where it does, or where it
// changes by the hour, use ``ListAllocation``, which keeps the inventory by attempts made.

internal import Glibc

/// The truncated geometric number of attempts on one record.
public struct Attempts: Hashable, Sendable {
  /// Probability that one attempt reaches the person, 0 to 1.
  public var contactRate: Double
  /// Attempts after which a record is given up, 1 or more.
  public var maximum: Int

  public init(contactRate: Double, maximum: Int) {
    self.contactRate = min(1, max(0, contactRate))
    self.maximum = max(0, maximum)
  }

  /// Probability that a record is reached within the attempts allowed.
  public var reached: Double {
    // 1 - (1 - c)^m without cancellation for small c.
    contactRate >= 1
      ? (maximum > 0 ? 1 : 0) : -expm1(Double(maximum) * log1p(-contactRate))
  }

  /// Expected attempts per record, `maximum` when nobody ever answers.
  public var expected: Double {
    contactRate > 0 ? reached / contactRate : Double(maximum)
  }
}

/// A list worked with one mean contact rate: the closed form, quick and without hours.
public struct ListWorkload: Hashable, Sendable {
  public var records: Double
  /// Attempts until the contact that settles a record.
  public var attempts: Attempts
  /// Agent seconds of that contact: talk and wrap-up.
  public var handlingSeconds: Double
  /// Agent seconds of an attempt that reaches nobody: 0 where the machine dials, ring and
  /// disposition where the agent does.
  public var noContactSeconds: Double
  /// Live answers that do not settle the record (the wrong person), as a share of dials.
  public var otherLive: Double
  /// Agent seconds of such an answer.
  public var otherSeconds: Double

  public init(
    records: Double, attempts: Attempts, handlingSeconds: Double, noContactSeconds: Double = 0,
    otherLive: Double = 0, otherSeconds: Double = 0
  ) {
    self.records = records
    self.attempts = attempts
    self.handlingSeconds = handlingSeconds
    self.noContactSeconds = noContactSeconds
    self.otherLive = otherLive
    self.otherSeconds = otherSeconds
  }

  public var dials: Double { records * attempts.expected }
  public var contacts: Double { records * attempts.reached }
  /// Records with at least one contact over records loaded.
  public var penetration: Double { attempts.reached }
  public var otherContacts: Double { dials * otherLive }
  /// Agent hours on contacts and failed attempts, idle time between calls not counted.
  public var workHours: Double {
    let failed = max(0, dials - contacts - otherContacts)
    return
      (contacts * handlingSeconds + otherContacts * otherSeconds + failed * noContactSeconds) / 3600
  }
}
