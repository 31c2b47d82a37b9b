package io.quarkiverse.kvs.core;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Sets how many values all properties try, and which. A build tries the same values each time, so that it fails for what was
 * changed, and not for values that no build before has tried. With {@code kvs.thoroughness}, which the profile {@code thorough}
 * sets, properties try so many times as many values, others each time; one that fails says with which seed.
 */
public final class Thoroughness implements AroundPropertyHook {

    private static final Integer FACTOR = Integer.getInteger("kvs.thoroughness");

    /** Whether tests are to try all that they can, for as long as it takes. */
    public static boolean isWanted() {
        return FACTOR != null;
    }

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
