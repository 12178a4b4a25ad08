"""`parley up`: the whole of Parley on one machine, without containers."""
