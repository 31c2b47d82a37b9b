package io.quarkiverse.kvs.runtime;

import org.eclipse.microprofile.config.spi.Converter;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;

/**
 * A number of bytes, or percents of something.
 *
 * @param number bytes or percents, not negative
 * @param isPercentage which of them
 */
public record MemoryShare(long number, boolean isPercentage) {

    private static final int ALL = 100;

    /**
     * Reads {@code 100M} or {@code 50%}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static MemoryShare of(String text) {
        String trimmed = text.trim();
        if (!trimmed.endsWith("%")) {
            MemorySize size = new MemorySizeConverter().convert(trimmed);
            if (size == null || size.asLongValue() < 0) {
                throw new IllegalArgumentException("a number of bytes or a percentage is needed, not '" + text + "'");
            }
            return new MemoryShare(size.asLongValue(), false);
        }
        int percents;
        try {
            percents = Integer.parseInt(trimmed.substring(0, trimmed.length() - 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a percentage: '" + text + "'", e);
        }
        if (percents < 0 || percents > ALL) {
            throw new IllegalArgumentException("a percentage must be from 0 to 100, not " + percents);
        }
        return new MemoryShare(percents, true);
    }

    /** For the configuration, whose own way of calling {@link #of(String)} would not tell what is wrong. */
    public static final class FromConfig implements Converter<MemoryShare> {

        private static final long serialVersionUID = 1L;

        @Override
        public MemoryShare convert(String value) {
            return of(value);
        }
    }

    /** How many bytes that is. */
    long of(long whole) {
        return isPercentage ? whole / ALL * number : number;
    }
}
