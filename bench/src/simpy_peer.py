"""The producer and the consumer in SimPy: seconds, and the time at the end in ms."""
import sys
import time

import simpy

items = int(sys.argv[1])
env = simpy.Environment()
buffer = simpy.Store(env, capacity=4)


def producer():
    for item in range(items):
        yield env.timeout(3)
        yield buffer.put(item)


def consumer():
    for _ in range(items):
        yield buffer.get()
        yield env.timeout(5)


env.process(producer())
env.process(consumer())
start = time.perf_counter()
env.run()
print(time.perf_counter() - start, env.now)
