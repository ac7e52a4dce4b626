"""What carries short messages between machines: `nats`, `postgres` where that does not carry (`both` of them as one),
and `memory` for tests. It may lose them, double them and mix them up; who listens has to notice."""

from .ports import Bus, CannotReach, Heard

__all__ = ["Bus", "CannotReach", "Heard"]
