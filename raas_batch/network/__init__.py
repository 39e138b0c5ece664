"""NET: a service of the network sends messages about persons; the register tells whom they go to."""
