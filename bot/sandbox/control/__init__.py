"""The control API under /sandbox: clients that play people, order faults and read everything."""
