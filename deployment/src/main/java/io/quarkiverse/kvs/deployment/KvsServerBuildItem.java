package io.quarkiverse.kvs.deployment;

import io.quarkus.builder.item.SimpleBuildItem;

/** The server listens: what comes after this item may connect to it, if there is one. */
public final class KvsServerBuildItem extends SimpleBuildItem {
}
