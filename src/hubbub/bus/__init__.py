"""What carries short messages between machines: `nats`, and `memory` for tests. It may lose them, double them and mix
them up; who listens has to notice."""

from .ports import Bus, CannotReach, Heard

__all__ = ["Bus", "CannotReach", "Heard"]
