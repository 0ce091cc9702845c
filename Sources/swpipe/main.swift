private import CLinux

swp_fill_standard_descriptors()
swp_share_heap()
// Before anything else: a thread that started before this would take signals by their default.
swp_take_signals()
WorkerCommand.runIfAsked()
Swpipe.start()
