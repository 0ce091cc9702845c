internal import ArgumentParser
internal import SwpipeCore

extension WorkerKind: ExpressibleByArgument {}
