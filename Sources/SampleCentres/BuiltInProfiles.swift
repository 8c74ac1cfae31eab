public import Diagnostics

/// The text of the profiles that come with the program, in the order in which they are listed.
private let builtIn: [(file: String, bytes: [UInt8])] = [
  ("telephone.toml", PackageResources.telephone_toml)
]

/// The profiles that come with the program, in the order in which they are listed.
public func builtInProfiles() throws(Problems) -> [CentreProfile] {
  var profiles: [CentreProfile] = []
  for (file, bytes) in builtIn { profiles.append(try CentreProfile(file: file, bytes: bytes)) }
  return profiles
}

/// The text of the built-in profile of a kind, to be changed; nil when there is none.
public func builtInProfileText(kind: String) throws(Problems) -> [UInt8]? {
  for (file, bytes) in builtIn where try CentreProfile(file: file, bytes: bytes).kind == kind {
    return bytes
  }
  return nil
}
