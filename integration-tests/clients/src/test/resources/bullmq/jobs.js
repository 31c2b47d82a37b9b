// A queue of BullMQ with jobs that are delayed, prioritized, repeated, tried again and failed.
// node jobs.js <port> writes one line: what has become of them.
const { Queue, QueueEvents, Worker } = require('bullmq');

const connection = { host: '127.0.0.1', port: Number(process.argv[2]), maxRetriesPerRequest: null };
const PLAIN = 100;
const REPEATED = 3;
const SOON = 30000;

let attempts = 0;
let repeats = 0;

async function work(job) {
    switch (job.name) {
        case 'fails twice':
            if (++attempts < 3) {
                throw new Error('not yet');
            }
            return 'third';
        case 'always fails':
            throw new Error('never');
        case 'repeated':
            return 'repeated ' + ++repeats;
        default:
            await job.updateProgress(50);
            return job.name + ' ' + job.data.n;
    }
}

async function main() {
    const queue = new Queue('jobs', { connection });
    const events = new QueueEvents('jobs', { connection });
    await events.waitUntilReady();
    const completed = [];
    events.on('completed', ({ returnvalue }) => completed.push(String(returnvalue)));
    const worker = new Worker('jobs', work, { connection, concurrency: 4 });

    await queue.addBulk(Array.from({ length: PLAIN }, (_, n) => ({ name: 'plain', data: { n } })));
    const start = Date.now();
    const delayed = await queue.add('delayed', { n: 1 }, { delay: 300 });
    const again = await queue.add('fails twice', {}, { attempts: 5, backoff: { type: 'fixed', delay: 50 } });
    const never = await queue.add('always fails', {}, { attempts: 2 });
    await queue.add('urgent', { n: 7 }, { priority: 1 });
    await queue.upsertJobScheduler('every', { every: 200, limit: REPEATED }, { name: 'repeated' });

    const result = await delayed.waitUntilFinished(events, SOON);
    const late = Date.now() - start >= 290;
    const third = await again.waitUntilFinished(events, SOON);
    let error;
    try {
        await never.waitUntilFinished(events, SOON);
    } catch (e) {
        error = e.message;
    }
    const all = PLAIN + REPEATED + 3;
    for (let i = 0; i < SOON / 50 && completed.length < all; i++) {
        await new Promise(resolve => setTimeout(resolve, 50));
    }
    const counts = await queue.getJobCounts('completed', 'failed', 'waiting', 'active', 'delayed');
    console.log(JSON.stringify({
        result, late, third, error, repeats, state: await never.getState(), counts,
        plain: completed.filter(value => value.includes('plain')).length
    }));
    await worker.close();
    await events.close();
    await queue.close();
}

main().then(() => process.exit(0), error => {
    console.log(error);
    process.exit(1);
});
