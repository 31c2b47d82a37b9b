package io.quarkiverse.kvs.deployment;

import io.quarkus.builder.item.SimpleBuildItem;

/** The data is there, or being loaded; no client can ask for it yet. */
public final class KvsStoreBuildItem extends SimpleBuildItem {
}
