"""`python -m service.cli`: the same as `parley`."""

from service.cli.main import main

main()
