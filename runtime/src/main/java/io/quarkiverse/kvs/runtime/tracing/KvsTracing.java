package io.quarkiverse.kvs.runtime.tracing;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.opentelemetry.api.OpenTelemetry;
import io.quarkiverse.kvs.runtime.KvsInstance;
import io.quarkiverse.kvs.runtime.KvsRecorder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/** Traces commands while the application runs. Only part of it if it wants that, and has OpenTelemetry. */
@ApplicationScoped
public class KvsTracing {

    private KvsInstance instance;

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, OpenTelemetry openTelemetry) {
        instance = KvsRecorder.instance();
        instance.observeForTracing(new CommandTracer(openTelemetry.getTracer("io.quarkiverse.kvs")));
    }

    void stop(@Observes ShutdownEvent event) {
        instance.observeForTracing(null);
    }
}
