package io.quarkiverse.kvs.cache.deployment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.DotName;
import org.jboss.jandex.PrimitiveType;
import org.jboss.jandex.Type;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.kvs.KeyValueStore;
import io.quarkiverse.kvs.ReactiveKeyValueStore;
import io.quarkiverse.kvs.cache.runtime.KvsCacheRecorder;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.cache.deployment.CacheDeploymentConstants;
import io.quarkus.cache.deployment.CacheManagerInfoBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.deployment.metrics.MetricsFactoryConsumerBuildItem;
import io.smallrye.mutiny.Uni;

/** Caches of quarkus-cache that are kept in the key/value store. */
class KvsCacheProcessor {

    private static final DotName UNI = DotName.createSimple(Uni.class);

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem("kvs-cache");
    }

    @BuildStep
    UnremovableBeanBuildItem beansThatCachesUse() {
        return UnremovableBeanBuildItem.beanTypes(KeyValueStore.class, ReactiveKeyValueStore.class, ObjectMapper.class);
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    CacheManagerInfoBuildItem caches(KvsCacheRecorder recorder, CombinedIndexBuildItem index,
            BuildProducer<ReflectiveHierarchyBuildItem> reflective) {
        Map<String, Set<Type>> results = results(index);
        Map<String, String> types = new HashMap<>();
        results.forEach((cache, all) -> {
            all.forEach(type -> reflective.produce(ReflectiveHierarchyBuildItem.builder(type).build()));
            if (all.size() == 1) {
                String canonical = canonical(all.iterator().next());
                if (canonical != null) {
                    types.put(cache, canonical);
                }
            }
        });
        return new CacheManagerInfoBuildItem(recorder.cacheManager(types));
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void meters(KvsCacheRecorder recorder, Optional<MetricsCapabilityBuildItem> metrics, ShutdownContextBuildItem shutdown,
            BuildProducer<MetricsFactoryConsumerBuildItem> consumers) {
        if (metrics.isPresent()) {
            consumers.produce(new MetricsFactoryConsumerBuildItem(recorder.metrics(shutdown), ExecutionTime.RUNTIME_INIT));
        }
    }

    /** What methods with {@code @CacheResult} return, by the names of their caches; of a Uni, what it yields. */
    private static Map<String, Set<Type>> results(CombinedIndexBuildItem index) {
        Map<String, Set<Type>> results = new HashMap<>();
        for (AnnotationInstance annotation : index.getIndex().getAnnotations(CacheDeploymentConstants.CACHE_RESULT)) {
            AnnotationValue name = annotation.value(CacheDeploymentConstants.CACHE_NAME_PARAM);
            if (annotation.target().kind() == AnnotationTarget.Kind.METHOD && name != null) {
                Type returned = annotation.target().asMethod().returnType();
                boolean reactive = returned.kind() == Type.Kind.PARAMETERIZED_TYPE && returned.name().equals(UNI);
                results.computeIfAbsent(name.asString(), ignored -> new HashSet<>())
                        .add(reactive ? returned.asParameterizedType().arguments().get(0) : returned);
            }
        }
        return results;
    }

    /** The type as Jackson reads it, without annotations; null for those that say nothing, such as type variables. */
    private static String canonical(Type type) {
        return switch (type.kind()) {
            case CLASS -> type.name().toString();
            case PRIMITIVE -> PrimitiveType.box(type.asPrimitiveType()).name().toString();
            // As Class.forName has them
            case ARRAY -> type.name().toString();
            case PARAMETERIZED_TYPE -> {
                List<String> arguments = new ArrayList<>();
                for (Type argument : type.asParameterizedType().arguments()) {
                    String canonical = canonical(argument);
                    if (canonical == null) {
                        yield null;
                    }
                    arguments.add(canonical);
                }
                yield type.name() + "<" + String.join(",", arguments) + ">";
            }
            default -> null;
        };
    }
}
