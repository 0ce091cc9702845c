private import CLinux

// First of all: a thread that started before this would take signals by their default.
swp_take_signals()
WorkerCommand.runIfAsked()
Swpipe.start()
