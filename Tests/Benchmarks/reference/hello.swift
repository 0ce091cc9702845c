// The least that a Swift program costs at start-up, built with a static standard library.
print("hello")
