private import CLinux

swp_fill_standard_descriptors()
// Before anything else: a thread that started before this would take signals by their default.
swp_take_signals()
WorkerCommand.runIfAsked()
Swpipe.start()
