internal import ArgumentParser
internal import SwpipeCore

extension DiagnosticRenderer.Format: ExpressibleByArgument {}
