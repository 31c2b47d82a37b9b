package io.quarkiverse.kvs.it.observe;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

/** Has the durations of commands counted in a histogram, from which quantiles can be computed. */
public class LatencyHistogram {

    @Produces
    @Singleton
    MeterFilter histogramOfCommands() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                if (!id.getName().equals("kvs.commands.duration")) {
                    return config;
                }
                return DistributionStatisticConfig.builder()
                        .serviceLevelObjectives(100e3, 1e6, 10e6) // nanoseconds
                        .build().merge(config);
            }
        };
    }
}
