"""Tasks of Celery, with a broker and results in Redis: now, later, many whose results meet, tried again. Argument: the port."""
import sys

from celery import Celery, chord
from celery.contrib.testing.worker import start_worker

url = "redis://localhost:%s/1" % sys.argv[1]
app = Celery("tasks", broker=url, backend=url)
app.conf.update(worker_hijack_root_logger=False)


@app.task(name="add")
def add(x, y):
    return x + y


@app.task(name="total")
def total(numbers):
    return sum(numbers)


@app.task(name="flaky", bind=True, max_retries=3)
def flaky(self):
    if self.request.retries < 2:
        raise self.retry(countdown=0)
    return self.request.retries


with start_worker(app, pool="solo", perform_ping_check=False, loglevel="CRITICAL"):
    now = add.delay(1, 2).get(timeout=60)
    later = add.apply_async((2, 3), countdown=1).get(timeout=60)
    together = chord([add.s(i, i) for i in range(4)], total.s()).delay().get(timeout=60)
    again = flaky.delay().get(timeout=60)
print(now, later, together, again)
