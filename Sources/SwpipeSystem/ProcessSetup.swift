private import CLinux

/// What this process does first of all, before a thread is started or a file is opened.
package enum ProcessSetup {
  /// Sees to it that descriptors 0, 1 and 2 are open, so that no file of ours becomes one of them; using
  /// one that was closed still fails.
  package static func fillStandardDescriptors() {
    swp_fill_standard_descriptors()
  }

  /// Has all threads allocate from one heap: batches are made by one thread and freed by another.
  package static func shareHeap() {
    swp_share_heap()
  }
}
