import CivilTime
import Glibc

/// The machine's clock, read where the user gave no as-of and nowhere else.
enum Clock {
  static var now: Instant { Instant(seconds: Int64(time(nil))) }
}
