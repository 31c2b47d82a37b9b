package io.quarkiverse.kvs.core;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * What all properties try. In a build, the same values each time: who changes something is told of that change, and not of what
 * nobody has tried before. With {@code kvs.thoroughness}, which the profile {@code thorough} sets, so many times as many values,
 * others each time; one says with which seed it has failed.
 */
public final class Thoroughness implements AroundPropertyHook {

    private static final Integer FACTOR = Integer.getInteger("kvs.thoroughness");

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        PropertyAttributes attributes = context.attributes();
        if (FACTOR != null) {
            attributes.tries().ifPresent(tries -> attributes.setTries(tries * FACTOR));
        } else if (attributes.seed().isEmpty()) {
            attributes.setSeed("1");
        }
        return property.execute();
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }
}
