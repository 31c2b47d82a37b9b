"""Jobs of rq: one that waits for another, and one that fails. Argument: the port."""
import operator
import sys

from redis import Redis
from rq import Queue, SimpleWorker

redis = Redis(port=int(sys.argv[1]))
queue = Queue(connection=redis)
first = queue.enqueue(operator.add, 1, 2)
second = queue.enqueue(operator.mul, 3, 4, depends_on=first)
third = queue.enqueue(operator.truediv, 1, 0)
SimpleWorker([queue], connection=redis).work(burst=True, logging_level="CRITICAL")
print(first.result, second.result, third.get_status(), len(queue.failed_job_registry), len(queue))
