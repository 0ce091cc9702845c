// swift-tools-version: 6.2
import PackageDescription

// Every Swift target is held to the same rules; a warning is an error in Swift and in C.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]
/// For modules that work once, before a run or after it: a smaller program, not a faster one.
let small: [SwiftSetting] = strict + [.unsafeFlags(["-Osize"], .when(configuration: .release))]
let strictC: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]
let strictCXX: [CXXSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]

let package = Package(
  name: "swpipe",
  products: [
    .executable(name: "swpipe", targets: ["swpipe"]),
    // For the fault tests alone, which preload it into the binary.
    .library(name: "SystemCallFaults", type: .dynamic, targets: ["CSystemCallFaults"]),
    .library(name: "SwpipePluginKit", targets: ["SwpipePluginKit"]),
    .library(name: "swpipe-example", type: .dynamic, targets: ["ExampleSwiftPlugin"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
  ],
  targets: [
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CYAMLShim", dependencies: ["CLibYAML"], cSettings: strictC),
    .target(name: "CLinux", cSettings: strictC),
    .systemLibrary(
      name: "CPCRE2",
      pkgConfig: "libpcre2-8",
      providers: [.apt(["libpcre2-dev"])]
    ),
    .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .target(name: "CBytes", cSettings: strictC, cxxSettings: strictCXX),
    .target(name: "SwpipeSystem", dependencies: ["CLinux"], swiftSettings: strict),
    .target(name: "SwpipeCore", dependencies: ["SwpipeSystem"], swiftSettings: strict),
    .target(
      name: "SwpipeYAML",
      dependencies: ["SwpipeCore", "CYAMLShim"],
      swiftSettings: strict
    ),
    .target(
      name: "SwpipeSpec",
      dependencies: ["SwpipeCore", "SwpipeYAML", "SwpipeJQ"],
      swiftSettings: small
    ),
    .target(
      name: "SwpipeEngine",
      dependencies: [
        "SwpipeCore", "SwpipeSystem", .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "HeapModule", package: "swift-collections"),
      ],
      swiftSettings: strict
    ),
    .target(name: "CJSONIndex", cSettings: strictC),
    .target(
      name: "SwpipeJQ",
      dependencies: ["SwpipeCore", "CPCRE2", "CBytes", "CJSONIndex"],
      swiftSettings: strict
    ),
    .target(
      name: "SwpipeBuiltins",
      dependencies: [
        "SwpipeCore", "SwpipeSystem", "SwpipeJQ", "CPCRE2", "CNettle", "CXXHash", "CBytes",
        "CJSONIndex",
      ],
      swiftSettings: strict
    ),
    .target(
      name: "CSwpipePlugin",
      // No unsafe flags, which the packages of plugins could not depend on.
      cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
    ),
    .target(
      name: "SwpipePlugins",
      dependencies: ["SwpipeCore", "SwpipeSystem", "CSwpipePlugin"],
      swiftSettings: small
    ),
    .target(
      name: "SwpipePluginTesting",
      dependencies: ["SwpipeCore", "SwpipeSystem", "SwpipePlugins"],
      swiftSettings: small
    ),
    .target(name: "SwpipePluginKit", dependencies: ["CSwpipePlugin"], swiftSettings: strict),
    .target(
      name: "ExampleSwiftPlugin",
      dependencies: ["SwpipePluginKit"],
      swiftSettings: strict,
      // A runtime of its own, so that it works beside any swpipe.
      linkerSettings: [.unsafeFlags(["-static-stdlib"])]
    ),
    .testTarget(
      name: "SwpipePluginsTests",
      dependencies: ["SwpipePlugins", "SwpipeCore", "CommandSupport", "GoldenSupport", "swpipe"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SwpipeEndpointTests",
      dependencies: ["SwpipeBuiltins", "SwpipeCore"],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "swpipe",
      dependencies: [
        "SwpipeCore", "SwpipeSystem", "SwpipeSpec", "SwpipeEngine", "SwpipeBuiltins",
        "SwpipePlugins", "SwpipePluginTesting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: small
    ),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "swpipe", "SwpipeBuiltins", "SwpipeCore", "SwpipeSpec", "CommandSupport", "GoldenSupport",
        "CTestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["Specs", "Examples", "Plugins/raw_plugin.py"],
      swiftSettings: strict
    ),
    .target(
      name: "CSystemCallFaults",
      path: "Tests/CSystemCallFaults",
      cSettings: strictC,
      linkerSettings: [.linkedLibrary("dl")]
    ),
    .testTarget(
      name: "FaultTests",
      dependencies: ["swpipe", "CommandSupport", "GoldenSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ConformanceTests",
      dependencies: ["swpipe", "CommandSupport"],
      swiftSettings: strict
    ),
    .target(name: "CTestSupport", path: "Tests/CTestSupport", cSettings: strictC),
    .target(name: "GoldenSupport", path: "Tests/GoldenSupport", swiftSettings: strict),
    .target(
      name: "CommandSupport",
      dependencies: ["SwpipeCore", "GoldenSupport", "CTestSupport"],
      path: "Tests/CommandSupport",
      swiftSettings: strict
    ),
    .testTarget(
      name: "SwpipeEngineTests",
      dependencies: [
        "SwpipeEngine", "SwpipeCore", "SwpipeSystem", "CommandSupport", "GoldenSupport",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SwpipeSystemTests",
      dependencies: ["SwpipeSystem", "CommandSupport", "swpipe"],
      swiftSettings: strict
    ),
    .testTarget(name: "SwpipeCoreTests", dependencies: ["SwpipeCore"], swiftSettings: strict),
    .testTarget(
      name: "SwpipeJQTests",
      dependencies: ["SwpipeJQ", "SwpipeCore"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SwpipeYAMLTests",
      dependencies: ["SwpipeYAML", "SwpipeCore", "GoldenSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SwpipeSpecTests",
      dependencies: ["SwpipeSpec", "SwpipeBuiltins", "SwpipeCore", "GoldenSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SwpipeBuiltinsTests",
      // The binary guards the programs that actions run.
      dependencies: [
        "SwpipeBuiltins", "SwpipeCore", "SwpipeSystem", "CommandSupport", "swpipe",
      ],
      swiftSettings: strict
    ),
  ],
  cxxLanguageStandard: .cxx20
)
