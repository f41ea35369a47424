print("senc")
