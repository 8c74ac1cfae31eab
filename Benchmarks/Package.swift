// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "muster-benchmarks",
  dependencies: [.package(name: "muster", path: "..")],
  targets: [
    .executableTarget(
      name: "muster-bench", dependencies: [.product(name: "Muster", package: "muster")],
      swiftSettings: [.treatAllWarnings(as: .error)])
  ],
  swiftLanguageModes: [.v6]
)
