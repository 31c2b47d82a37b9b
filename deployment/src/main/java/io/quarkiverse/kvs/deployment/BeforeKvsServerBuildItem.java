package io.quarkiverse.kvs.deployment;

import io.quarkus.builder.item.MultiBuildItem;

/** Something is done that has to be done before clients can connect. */
public final class BeforeKvsServerBuildItem extends MultiBuildItem {
}
