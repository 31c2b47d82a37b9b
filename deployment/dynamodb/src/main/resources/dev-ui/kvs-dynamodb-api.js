import { allowed } from '../quarkus-kvs/kvs-api.js';
import { Calls } from '../quarkus-kvs/kvs-calls.js';

/*
 * Calls of operations, and items as plain JSON.
 */

const calls = new Calls('quarkus-kvs-dynamodb');

/** Calls an operation that changes nothing; what it refuses, and what goes wrong, is an Error with a message for people. */
export async function call(operation, request = {}) {
    return answer(await calls.read('callOperation', { operation, request: JSON.stringify(request) }));
}

/** Calls an operation that changes something. */
export async function change(operation, request) {
    return answer(await calls.change('callOperation', { operation, request: JSON.stringify(request) }));
}

function answer(outcome) {
    return JSON.parse(allowed(outcome));
}

export function endpoint() {
    return calls.read('endpoint');
}

/*
 * In plain JSON, strings, numbers, booleans, null, lists and maps are what they are. What JSON has no word for is an object whose
 * only field begins with a dollar sign: {"$SS": ["a"]}, {"$NS": ["1"]}, {"$B": "AQI="}, {"$BS": ["AQI="]}; and so are numbers
 * that JavaScript would round, {"$N": "12345678901234567890"}, and maps that would look like one of these, {"$M": ...}.
 */
const TYPED = ['$N', '$B', '$SS', '$NS', '$BS', '$M'];

/** DynamoDB's JSON of a value as plain JSON. */
export function plain(value) {
    const [type, of] = Object.entries(value)[0];
    switch (type) {
        case 'S':
        case 'BOOL':
            return of;
        case 'NULL':
            return null;
        case 'N':
            return isExact(of) ? Number(of) : { $N: of };
        case 'L':
            return of.map(plain);
        case 'M': {
            const map = plainItem(of);
            return isTyped(map) ? { $M: map } : map;
        }
        default:
            return { ['$' + type]: of };
    }
}

export function plainItem(item) {
    return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));
}

/** Plain JSON as DynamoDB's. */
export function typed(value) {
    switch (typeof value) {
        case 'string':
            return { S: value };
        case 'number':
            return { N: String(value) };
        case 'boolean':
            return { BOOL: value };
    }
    if (value === null) {
        return { NULL: true };
    }
    if (Array.isArray(value)) {
        return { L: value.map(typed) };
    }
    if (isTyped(value)) {
        const [type, of] = Object.entries(value)[0];
        return type === '$M' ? { M: typedItem(of) } : { [type.substring(1)]: of };
    }
    return { M: typedItem(value) };
}

export function typedItem(item) {
    return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, typed(value)]));
}

function isTyped(map) {
    const names = Object.keys(map);
    return names.length === 1 && TYPED.includes(names[0]);
}

/** Whether JavaScript keeps all digits of a number, which DynamoDB writes without an exponent. */
function isExact(text) {
    return text.replace(/^-?0*\.?0*/, '').replace('.', '').replace(/0+$/, '').length <= 15 && Number.isFinite(Number(text));
}
