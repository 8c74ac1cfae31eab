public import Diagnostics

/// The jurisdiction files compiled into this plugin.
public enum ShippedRules {
  /// The name and bytes of every file, sorted by name.
  public static let files: [(name: String, bytes: [UInt8])] = [
    ("australia.toml", PackageResources.australia_toml),
    ("colombia.toml", PackageResources.colombia_toml),
    ("india.toml", PackageResources.india_toml),
    ("mexico.toml", PackageResources.mexico_toml),
    ("philippines.toml", PackageResources.philippines_toml),
    ("south-africa.toml", PackageResources.south_africa_toml),
    ("united-kingdom.toml", PackageResources.united_kingdom_toml),
    ("us-california.toml", PackageResources.us_california_toml),
    ("us-federal.toml", PackageResources.us_federal_toml),
  ]

  public static var names: [String] { files.map { String($0.name.dropLast(5)) } }

  /// Every file, read once.
  private static let read: Result<[Jurisdiction], Problems> = {
    var all: [Jurisdiction] = []
    do throws(Problems) {
      for (name, bytes) in files { all.append(try Jurisdiction(file: name, bytes: bytes)) }
      return .success(all)
    } catch { return .failure(error) }
  }()

  /// The jurisdiction called `name`, such as `philippines`.
  ///
  /// - Throws: A problem that suggests the nearest name when there is none.
  public static func jurisdiction(_ name: String) throws(Problems) -> Jurisdiction {
    guard let known = try read.get().first(where: { $0.id == name }) else {
      throw Problems([
        Problem(
          .missingConfiguration, subject: "labour rules", "no jurisdiction has this name",
          value: "\"\(name)\"",
          maybe: nearestName(to: name, among: names).map { "you meant \"\($0)\"" }
            ?? "one of \(names.joined(separator: ", "))")
      ])
    }
    return known
  }
}
