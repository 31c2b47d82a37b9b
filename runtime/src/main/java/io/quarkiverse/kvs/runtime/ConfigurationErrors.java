package io.quarkiverse.kvs.runtime;

import java.util.Set;

import io.quarkus.runtime.configuration.ConfigurationException;

/** What is thrown at the start for a value that cannot be used. */
public final class ConfigurationErrors {

    private ConfigurationErrors() {
    }

    /**
     * Names the property, so that Quarkus points at it.
     *
     * @param property its whole name
     * @param message why its value cannot be used
     */
    public static ConfigurationException wrong(String property, String message) {
        return new ConfigurationException("The value of " + property + " cannot be used: " + message, Set.of(property));
    }
}
