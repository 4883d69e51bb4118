"""The demo insurer, made from a seed."""

from data.demo.insurer import DEFAULT_DAY, DEFAULT_SEED, Answers, seed
from data.demo.plants import Plant

__all__ = ["DEFAULT_DAY", "DEFAULT_SEED", "Answers", "Plant", "seed"]
