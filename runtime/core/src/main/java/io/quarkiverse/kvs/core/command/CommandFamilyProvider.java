package io.quarkiverse.kvs.core.command;

/**
 * Adds commands to the servers of an application: a jar that has some names its implementation in
 * {@code META-INF/services/io.quarkiverse.kvs.core.command.CommandFamilyProvider}, as {@link java.util.ServiceLoader} wants it.
 */
public interface CommandFamilyProvider {

    /** The commands. No other family may have commands of the same names. */
    CommandFamily family();
}
