package io.quarkiverse.kvs.cache.runtime;

import java.io.IOException;
import java.util.Arrays;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.cache.CompositeCacheKey;

/** How keys and values of a cache are written: with the application's Jackson. Safe for use by many threads. */
final class Json {

    private static final Logger LOG = Logger.getLogger(Json.class);

    private final ObjectMapper mapper;

    Json(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** @param canonical such as {@code java.util.List<java.lang.String>} */
    JavaType type(String canonical) {
        return mapper.getTypeFactory().withClassLoader(Thread.currentThread().getContextClassLoader())
                .constructFromCanonical(canonical);
    }

    JavaType type(Class<?> type) {
        return mapper.constructType(type);
    }

    /**
     * A key as text. Keys that are not equal have different texts, provided that their JSON differs.
     *
     * @throws IllegalArgumentException if Jackson cannot write it
     */
    String key(Object key) {
        Object written = key instanceof CompositeCacheKey composite ? Arrays.asList(composite.getKeyElements()) : key;
        try {
            return mapper.writeValueAsString(written);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A key of the type " + key.getClass().getName() + " cannot be written as JSON",
                    e);
        }
    }

    /** @throws IllegalArgumentException if Jackson cannot write it */
    byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "A value of the type " + value.getClass().getName() + " cannot be written as JSON", e);
        }
    }

    /**
     * Reads a value.
     *
     * @return null if it was written in another way, for example by an older version of the application: then there is none
     */
    Found read(byte[] json, JavaType type) {
        if (json == null) {
            return null;
        }
        try {
            return new Found(mapper.readValue(json, type));
        } catch (IOException e) {
            LOG.debugf(e, "A value in a cache is not of the type %s any more, and is computed anew", type);
            return null;
        }
    }

    /** A value that is there; it may be null. */
    record Found(Object value) {
    }
}
