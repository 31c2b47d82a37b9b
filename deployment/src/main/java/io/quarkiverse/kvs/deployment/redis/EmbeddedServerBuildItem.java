package io.quarkiverse.kvs.deployment.redis;

import io.quarkus.builder.item.SimpleBuildItem;

/**
 * There if an application is built that will run in this process, with a server in it. Not there where a packaged application
 * is going to be tested: then, only the build steps of Dev Services run.
 */
final class EmbeddedServerBuildItem extends SimpleBuildItem {
}
