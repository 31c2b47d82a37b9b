"""The cache of django-redis, with its locks and patterns. Argument: the port."""
import sys

from django.conf import settings

settings.configure(CACHES={"default": {
    "BACKEND": "django_redis.cache.RedisCache",
    "LOCATION": "redis://localhost:%s/2" % sys.argv[1],
    "OPTIONS": {"CLIENT_CLASS": "django_redis.client.DefaultClient"},
}})

from django.core.cache import cache  # noqa: E402

cache.set("a", [1, "x"], timeout=100)
cache.set_many({"b": 1, "c": 2})
cache.incr("b", 4)
seen = [cache.get("a"), cache.get("b"), 0 < cache.ttl("a") <= 100, sorted(cache.keys("*")), cache.delete_pattern("*"),
        cache.get("a")]
with cache.lock("l", timeout=60):
    seen.append(cache.lock("l", timeout=60).acquire(blocking=False))
seen.append(cache.lock("l", timeout=60).acquire(blocking=False))
print(seen)
