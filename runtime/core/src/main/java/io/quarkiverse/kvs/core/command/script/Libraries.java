package io.quarkiverse.kvs.core.command.script;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.quarkiverse.kvs.core.command.CommandException;

/** Libraries of functions, no two functions of which have the same name in any case. Immutable. */
final class Libraries {

    static final Libraries NONE = new Libraries(Map.of());

    private final Map<String, FunctionLibrary> libraries;
    /** By their names in lower case. */
    private final Map<String, StoredFunction> functions = new LinkedHashMap<>();
    private final long memory;

    private Libraries(Map<String, FunctionLibrary> libraries) {
        this.libraries = libraries;
        long bytes = 0;
        for (FunctionLibrary library : libraries.values()) {
            bytes += library.memory();
            for (StoredFunction function : library.functions()) {
                if (functions.putIfAbsent(function.name().toLowerCase(Locale.ROOT), function) != null) {
                    throw new CommandException("ERR Function " + function.name() + " already exists");
                }
            }
        }
        memory = bytes;
    }

    Collection<FunctionLibrary> all() {
        return libraries.values();
    }

    /** @return null if there is none of this name */
    FunctionLibrary library(String name) {
        return libraries.get(name);
    }

    Collection<StoredFunction> functions() {
        return functions.values();
    }

    /** @return null if there is none of this name, in any case */
    StoredFunction function(String name) {
        return functions.get(name.toLowerCase(Locale.ROOT));
    }

    /** The bytes that they take, about. */
    long memory() {
        return memory;
    }

    /**
     * These and others, which take the place of those of the same names.
     *
     * @throws CommandException if functions of two libraries have the same name
     */
    Libraries with(Collection<FunctionLibrary> others) {
        Map<String, FunctionLibrary> together = new LinkedHashMap<>(libraries);
        for (FunctionLibrary other : others) {
            together.remove(other.name());
            together.put(other.name(), other);
        }
        return new Libraries(together);
    }

    Libraries with(FunctionLibrary other) {
        return with(List.of(other));
    }

    Libraries without(String name) {
        Map<String, FunctionLibrary> rest = new LinkedHashMap<>(libraries);
        rest.remove(name);
        return new Libraries(rest);
    }
}
