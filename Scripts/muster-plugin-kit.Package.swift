// swift-tools-version: 6.2
import PackageDescription

// The author's kit of muster, as it is installed: depend on it by path.
//
//   .package(path: "/usr/local/share/muster/muster-plugin-kit")
//   .product(name: "MusterPluginKit", package: "muster-plugin-kit")
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "muster-plugin-kit",
  products: [.library(name: "MusterPluginKit", targets: ["MusterPluginKit"])],
  targets: [
    .target(name: "CMusterPlugin"),
    .target(name: "PluginContract", swiftSettings: strict),
    .target(
      name: "MusterPluginKit", dependencies: ["CMusterPlugin", "PluginContract"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
