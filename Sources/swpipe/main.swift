print("swpipe")
