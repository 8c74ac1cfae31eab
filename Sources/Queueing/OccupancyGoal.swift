/// The smallest whole n with load / n ≤ `maximum`, as exact decimals would give it.
///
/// The quotient of two doubles can land on either side of a whole number; a quotient within 8 units
/// in the last place of one counts as that number (0.9 erlangs at 30 % are 3 agents, not 4).
func agentsForOccupancy(_ load: Double, maximum: Double) -> Double {
  let quotient = load / maximum
  let nearest = quotient.rounded()
  return abs(quotient - nearest) <= 8 * quotient.ulp ? nearest : quotient.rounded(.up)
}
