def check(server): pass
