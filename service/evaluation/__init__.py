"""How well the reader reads: a folder of labelled articles, read and scored."""

from service.evaluation.run import Result, run

__all__ = ["Result", "run"]
