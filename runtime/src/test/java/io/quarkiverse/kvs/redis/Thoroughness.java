package io.quarkiverse.kvs.redis;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Lets properties try so many times as much as {@code kvs.thoroughness} says, which the profile {@code thorough} sets. Each
 * build tries a few sequences of commands, others than the build before.
 */
final class Thoroughness implements AroundPropertyHook {

    private static final int FACTOR = Integer.getInteger("kvs.thoroughness", 1);

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        context.attributes().tries().ifPresent(tries -> context.attributes().setTries(tries * FACTOR));
        return property.execute();
    }
}
