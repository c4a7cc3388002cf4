#!/usr/bin/env python3
"""One queue, 12 agents, 4.2 calls a minute, handling 2 minutes and patience 1,
both exponential (oracle PS-S2 for ever), by another simulator: contacts a
second of wall time, and the share that hung up (0.0297 is exact: A-S6).
usage: peers.py simpy|ciw CONTACTS"""
import random
import sys
import time

LAMBDA, MU, THETA, AGENTS = 4.2, 0.5, 1.0, 12


def by_simpy(contacts):
    import simpy
    env = simpy.Environment()
    agents = simpy.Resource(env, capacity=AGENTS)
    left = [0]

    def contact():
        with agents.request() as turn:
            patience = env.timeout(random.expovariate(THETA))
            got = yield turn | patience
            if turn in got:
                yield env.timeout(random.expovariate(MU))
            else:
                left[0] += 1

    def arrivals():
        for _ in range(contacts):
            yield env.timeout(random.expovariate(LAMBDA))
            env.process(contact())

    env.process(arrivals())
    env.run()
    return left[0], contacts


def by_ciw(contacts):
    import ciw
    ciw.seed(1)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=LAMBDA)],
        service_distributions=[ciw.dists.Exponential(rate=MU)],
        reneging_time_distributions=[ciw.dists.Exponential(rate=THETA)],
        number_of_servers=[AGENTS])
    q = ciw.Simulation(network)
    q.simulate_until_max_time(contacts / LAMBDA)
    records = q.get_all_records()
    return sum(r.record_type == "renege" for r in records), len(records)


random.seed(1)
began = time.perf_counter()
left, n = {"simpy": by_simpy, "ciw": by_ciw}[sys.argv[1]](int(sys.argv[2]))
took = time.perf_counter() - began
print(f"{n / took:.0f} {left / n:.4f}")
