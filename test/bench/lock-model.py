"""The lock model on SimPy, without statistics. Usage: lock-model.py CPUS SECTIONS DEPTH TABLE; prints one JSON line."""
import array
import json
import sys
import time
from collections import deque

import simpy

CPUS, SECTIONS, DEPTH = (int(arg) for arg in sys.argv[1:4])
TABLE = array.array('d')
with open(sys.argv[4], 'rb') as file:
    TABLE.frombytes(file.read())
COUNT = len(TABLE)
env = simpy.Environment()
acquisitions = 0


class Lock:
    """FIFO with hand-off: the waiter's event is triggered by the release."""

    def __init__(self):
        self.held = False
        self.last = -1
        self.queue = deque()


lock = Lock()


class Draws:
    def __init__(self, cpu):
        self.at = (cpu * 7919) % COUNT

    def next(self, mean):
        value = TABLE[self.at]
        self.at = (self.at + 1) % COUNT
        return int(mean * value + 0.5)


def release():
    if lock.queue:
        lock.last, granted = lock.queue.popleft()
        granted._ok = True
        granted._value = None
        env.schedule(granted, delay=20 + 10 * len(lock.queue))
    else:
        lock.held = False


def section(cpu, draws):
    global acquisitions
    yield env.timeout(50)
    extra = 0
    if lock.held:
        granted = env.event()
        lock.queue.append((cpu, granted))
        yield granted
    else:
        lock.held = True
        extra = 20 if lock.last not in (-1, cpu) else 0
        lock.last = cpu
    acquisitions += 1
    yield env.timeout(extra + draws.next(50))
    release()
    yield env.timeout(50)


def flat(cpu):
    """All of it in one generator."""
    global acquisitions
    draws = Draws(cpu)
    while True:
        yield env.timeout(draws.next(4000))
        yield env.timeout(50)
        extra = 0
        if lock.held:
            granted = env.event()
            lock.queue.append((cpu, granted))
            yield granted
        else:
            lock.held = True
            extra = 20 if lock.last not in (-1, cpu) else 0
            lock.last = cpu
        acquisitions += 1
        yield env.timeout(extra + draws.next(50))
        release()
        yield env.timeout(50)


def level(cpu, draws, left):
    if left > 2:
        yield from level(cpu, draws, left - 1)
    else:
        yield from section(cpu, draws)


def loop(cpu):
    draws = Draws(cpu)
    while True:
        yield env.timeout(draws.next(4000))
        if DEPTH > 2:
            yield from level(cpu, draws, DEPTH - 1)
        else:
            yield from section(cpu, draws)


for cpu in range(CPUS):
    env.process(flat(cpu) if DEPTH == 1 else loop(cpu))


def run_to(goal):
    start = time.process_time()
    while acquisitions < goal:
        env.step()
    return (time.process_time() - start) * 1e9


warm = SECTIONS // 5
run_to(warm)
before = acquisitions
spent = run_to(warm + SECTIONS)
print(json.dumps({'nsPerSection': spent / (acquisitions - before), 'sectionsPerMs': acquisitions / env.now * 1e6}))
