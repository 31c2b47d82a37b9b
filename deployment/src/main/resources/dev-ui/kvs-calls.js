import { JsonRpc } from 'jsonrpc';

/*
 * Calls of methods of the application, for the pages and the footer: one after the other. All their answers come through one
 * connection, those above 64 KiB in several frames. If the answer to another call comes between two of these, the browser closes
 * the connection, and both answers are lost.
 */

/** A read is asked again if it has no answer after so many milliseconds; it then waits twice as long. */
const PATIENCE = 5000;
/** So long does a change wait: some commands take long. */
const LONGEST = 60_000;

/** When the call that is next may begin. */
let turn = Promise.resolve();

/** No answer will come, or it is not waited for any more. */
class Lost extends Error {
}

/** The methods of one extension. What goes wrong is an Error with a message for people. */
export class Calls {

    constructor(namespace) {
        this._rpc = new JsonRpc(namespace, false);
    }

    /** Calls a method that changes nothing: again, if its answer is lost, as it is when the application is reloaded. */
    read(method, parameters) {
        return inTurn(async () => {
            let patience = PATIENCE;
            for (;;) {
                try {
                    return await this._once(method, parameters, patience);
                } catch (failure) {
                    if (!(failure instanceof Lost)) {
                        throw failure;
                    }
                    patience = Math.min(2 * patience, LONGEST);
                }
            }
        });
    }

    /** Calls a method that changes something, once. */
    change(method, parameters) {
        return inTurn(() => this._once(method, parameters, LONGEST));
    }

    async _once(method, parameters, patience) {
        const socket = await connected();
        return new Promise((resolve, reject) => {
            const lose = () => reject(new Lost('The application did not respond. The change may or may not have been made.'));
            const timer = setTimeout(lose, patience);
            socket.addEventListener('close', lose);
            this._rpc[method](parameters)
                .then(({ result }) => resolve(result),
                    failure => reject(new Error(failure?.error?.message ?? 'The application did not respond.')))
                .finally(() => {
                    clearTimeout(timer);
                    socket.removeEventListener('close', lose);
                });
        });
    }
}

/** One call after the other; but none waits long for another one that has no answer. */
function inTurn(action) {
    const answer = turn.then(action);
    turn = turn.then(() => Promise.race([answer.catch(() => {}), pause(PATIENCE)]));
    return answer;
}

/** The connection, once it is open: what is sent before waits for any that comes, and one could not tell whether it was lost. */
async function connected() {
    while (JsonRpc.webSocket.readyState !== WebSocket.OPEN) {
        await pause(50);
    }
    return JsonRpc.webSocket;
}

function pause(millis) {
    return new Promise(resolve => setTimeout(resolve, millis));
}
