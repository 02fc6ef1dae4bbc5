print("blisterd")
