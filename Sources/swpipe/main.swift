private import SwpipeSystem

ProcessSetup.fillStandardDescriptors()
ProcessSetup.shareHeap()
// Before anything else: a thread that started before this would take signals by their default.
Signals.take()
WorkerCommand.runIfAsked()
Swpipe.start()
