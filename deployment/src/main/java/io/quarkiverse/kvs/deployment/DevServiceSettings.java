package io.quarkiverse.kvs.deployment;

import java.util.Map;
import java.util.TreeMap;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSourceProvider;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;

/** What a Dev Service is configured with: the same as if it were started by the application. */
public final class DevServiceSettings {

    private DevServiceSettings() {
    }

    /** The configuration while the application is built. */
    public static SmallRyeConfig config() {
        return ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
    }

    /**
     * What the application would find when it starts.
     *
     * @param type a mapping of run-time configuration
     * @param prefix of its properties, such as {@code quarkus.kvs}
     */
    public static <T> T mapping(SmallRyeConfig config, Class<T> type, String prefix) {
        return ConfigUtils.emptyConfigBuilder()
                .withProfiles(config.getProfiles())
                .withSources((ConfigSourceProvider) loader -> config.getConfigSources())
                .withMapping(type, prefix)
                .withMappingIgnore("quarkus.**")
                .build()
                .getConfigMapping(type, prefix);
    }

    /** All properties with a prefix, and their values. A service is restarted if that has changed. */
    public static String of(SmallRyeConfig config, String prefix) {
        Map<String, String> settings = new TreeMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(prefix + ".")) {
                settings.put(name, config.getConfigValue(name).getValue());
            }
        }
        return settings.toString();
    }
}
