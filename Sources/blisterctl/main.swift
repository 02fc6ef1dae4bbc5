print("blisterctl")
