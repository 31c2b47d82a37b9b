package io.quarkiverse.kvs.dynamodb.deployment.amazon;

import io.quarkus.builder.item.SimpleBuildItem;

/**
 * There if an application is built that will run in this process, with an endpoint in it. Not there where a packaged
 * application is going to be tested: then, only the build steps of Dev Services run.
 */
final class EmbeddedEndpointBuildItem extends SimpleBuildItem {
}
