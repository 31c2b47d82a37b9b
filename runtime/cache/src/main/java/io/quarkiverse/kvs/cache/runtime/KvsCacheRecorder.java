package io.quarkiverse.kvs.cache.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkiverse.kvs.cache.KvsCache;
import io.quarkiverse.kvs.cache.runtime.KvsCacheConfig.CacheConfig;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheManager;
import io.quarkus.cache.CacheManagerInfo;
import io.quarkus.cache.runtime.CacheManagerImpl;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.metrics.MetricsFactory;

/** Makes the caches whose type is {@value #TYPE}. */
@Recorder
public class KvsCacheRecorder {

    /** The value of {@code quarkus.cache.type}, or of {@code quarkus.cache."name".type}. */
    public static final String TYPE = "kvs";

    /** Micrometer holds what a counter reads weakly: a counter whose function is collected stands still. */
    private static final List<Supplier<Number>> FUNCTIONS = new CopyOnWriteArrayList<>();
    /** Null if there is no metrics extension. */
    private static volatile MetricsFactory metrics;

    private final RuntimeValue<KvsCacheConfig> config;

    public KvsCacheRecorder(RuntimeValue<KvsCacheConfig> config) {
        this.config = config;
    }

    /** @param types what methods with {@code @CacheResult} return, by the names of their caches */
    public CacheManagerInfo cacheManager(Map<String, String> types) {
        return new CacheManagerInfo() {
            @Override
            public boolean supports(Context context) {
                return context.cacheEnabled() && context.cacheType().equals(TYPE);
            }

            @Override
            public Supplier<CacheManager> get(Context context) {
                return () -> new CacheManagerImpl(caches(context, types));
            }
        };
    }

    private Map<String, Cache> caches(CacheManagerInfo.Context context, Map<String, String> types) {
        ArcContainer beans = Arc.container();
        KeyValueStore store = beans.instance(KeyValueStore.class).get();
        ReactiveKeyValueStore reactive = beans.instance(ReactiveKeyValueStore.class).get();
        Json json = new Json(beans.instance(ObjectMapper.class).get());
        Map<String, Cache> caches = new HashMap<>();
        for (String name : context.cacheNames()) {
            CacheConfig ofCache = config.getValue().caches().get(name);
            String type = types.get(name);
            KvsCacheImpl cache = new KvsCacheImpl(name, type == null ? null : json.type(type),
                    ofCache.expireAfterWrite().or(config.getValue()::expireAfterWrite).orElse(null), store, reactive, json);
            caches.put(name, cache);
            MetricsFactory factory = metrics;
            if (factory != null) {
                registerMeters(factory, cache);
            }
        }
        return caches;
    }

    /** @return to be called with what the metrics extension makes meters with, before the first cache is made */
    public Consumer<MetricsFactory> metrics(ShutdownContext shutdown) {
        shutdown.addShutdownTask(() -> {
            metrics = null;
            FUNCTIONS.clear();
        });
        return factory -> metrics = factory;
    }

    private static void registerMeters(MetricsFactory factory, KvsCache cache) {
        counter(factory, "kvs.cache.gets", "Values that were asked for", () -> cache.statistics().hits(), "cache",
                cache.getName(), "result", "hit");
        counter(factory, "kvs.cache.gets", "Values that were asked for", () -> cache.statistics().misses(), "cache",
                cache.getName(), "result", "miss");
        counter(factory, "kvs.cache.puts", "Values that were stored", () -> cache.statistics().puts(), "cache",
                cache.getName());
    }

    private static void counter(MetricsFactory factory, String name, String description, Supplier<Number> function,
            String... tags) {
        FUNCTIONS.add(function);
        MetricsFactory.MetricBuilder builder = factory.builder(name).description(description);
        for (int i = 0; i < tags.length; i += 2) {
            builder.tag(tags[i], tags[i + 1]);
        }
        builder.buildCounter(function);
    }
}
