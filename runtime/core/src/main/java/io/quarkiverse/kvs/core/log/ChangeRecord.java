package io.quarkiverse.kvs.core.log;

import java.util.List;

import io.quarkiverse.kvs.core.store.Effect;

/**
 * What one closing of the gate has changed: a command, a transaction, a command together with the clients it let go on, an
 * expired or an evicted key. All of it happened at once, and is to be done again at once.
 *
 * @param sequence its number in the log, from 1 on, without gaps
 * @param instant when it happened, in milliseconds since 1970; never before that of an earlier record
 * @param effects at least one
 */
public record ChangeRecord(long sequence, long instant, List<Effect> effects) {
}
