"""Redis, and nothing else knows Redis: who may send what now, and hints that there is work.

All of it can be lost at any moment; SQL knows what is true.
"""
