public import Diagnostics

/// The profiles that come with the program, in the order in which they are listed.
public func builtInProfiles() throws(Problems) -> [CentreProfile] {
  [try CentreProfile(file: "telephone.toml", bytes: PackageResources.telephone_toml)]
}
