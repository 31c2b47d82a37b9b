// What some packages of npm do with a server: node clients.js <port> <package> writes one line that says what has come of it.
const [, , port, what] = process.argv;
const connection = { host: '127.0.0.1', port: Number(port) };

async function until(condition) {
    for (let i = 0; i < 3000 && !(await condition()); i++) {
        await new Promise(resolve => setTimeout(resolve, 10));
    }
}

const programs = {
    // A value that is read is kept, and read again when another client has changed it.
    async clientSideCache() {
        const { createClient, BasicClientSideCache } = require('redis');
        const cache = new BasicClientSideCache({ maxEntries: 100, ttl: 0, evictPolicy: 'LRU' });
        const reader = await createClient({ socket: connection, RESP: 3, clientSideCache: cache }).connect();
        const writer = await createClient({ socket: connection }).connect();
        await writer.set('cached', 'one');
        const first = await reader.get('cached');
        const again = await reader.get('cached');
        const { hitCount, missCount } = cache.stats();
        await writer.set('cached', 'two');
        await until(async () => await reader.get('cached') === 'two');
        const changed = await reader.get('cached');
        reader.destroy();
        writer.destroy();
        return { first, again, hitCount, missCount, changed };
    },

    // Jobs: some succeed, one fails twice and then succeeds, one is delayed.
    async beeQueue() {
        const Queue = require('bee-queue');
        const queue = new Queue('bees', { redis: connection, activateDelayedJobs: true });
        let attempts = 0;
        const done = [];
        queue.process(async job => {
            if (job.data.fails && ++attempts < 3) {
                throw new Error('not yet');
            }
            done.push(job.data.n);
            return job.data.n * 2;
        });
        await Promise.all([1, 2, 3].map(n => queue.createJob({ n }).save()));
        await queue.createJob({ n: 4, fails: true }).retries(5).save();
        await queue.createJob({ n: 5 }).delayUntil(Date.now() + 200).save();
        await until(() => done.length === 5);
        await until(async () => (await queue.checkHealth()).succeeded === 5);
        const health = await queue.checkHealth();
        await queue.close(5000);
        return { done: done.sort(), attempts, succeeded: health.succeeded, failed: health.failed, waiting: health.waiting };
    },

    // Three points for an hour; the fourth is refused, and so is the one after a penalty.
    async rateLimiter() {
        const Redis = require('ioredis');
        const { RateLimiterRedis } = require('rate-limiter-flexible');
        const client = new Redis(connection);
        const limiter = new RateLimiterRedis({ storeClient: client, keyPrefix: 'limit', points: 3, duration: 3600 });
        const left = [];
        let refused = 0;
        for (let i = 0; i < 5; i++) {
            try {
                left.push((await limiter.consume('user')).remainingPoints);
            } catch (limit) {
                refused += limit.msBeforeNext > 3000000 ? 1 : 100;
            }
        }
        await limiter.delete('user');
        await limiter.penalty('user', 2);
        left.push((await limiter.consume('user')).remainingPoints);
        client.disconnect();
        return { left, refused };
    },

    // A lock that one has, another one does not get; extended, released, it does.
    async redlock() {
        const Redis = require('ioredis');
        const Redlock = require('redlock');
        const client = new Redis(connection);
        const locks = new Redlock([client], { retryCount: 0 });
        const lock = await locks.lock('resource', 3600000);
        const second = await locks.lock('resource', 1000).then(() => 'locked', error => error.name);
        const extended = await lock.extend(7200000);
        const timeToLive = await client.pttl('resource');
        await extended.unlock();
        const third = await locks.lock('resource', 1000).then(() => 'locked', error => error.name);
        client.disconnect();
        return { second, extended: timeToLive > 3600000, third };
    },
};

programs[what]().then(result => {
    console.log(JSON.stringify(result));
    process.exit(0);
}, error => {
    console.error(error);
    process.exit(1);
});
