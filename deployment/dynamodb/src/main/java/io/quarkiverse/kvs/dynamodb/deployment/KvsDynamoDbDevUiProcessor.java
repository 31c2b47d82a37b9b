package io.quarkiverse.kvs.dynamodb.deployment;

import io.quarkiverse.kvs.dynamodb.runtime.devui.DynamoDbJsonRpcService;
import io.quarkus.deployment.IsLocalDevelopment;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.devui.spi.JsonRPCProvidersBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;

/** The card and the page of the Dev UI, and what they call: in dev mode only. */
@BuildSteps(onlyIf = IsLocalDevelopment.class)
class KvsDynamoDbDevUiProcessor {

    @BuildStep
    CardPageBuildItem card() {
        CardPageBuildItem card = new CardPageBuildItem();
        // The files of the server's card, which is always there: the path is one from /q/dev-ui/quarkus-kvs-dynamodb/.
        card.setLogo("../quarkus-kvs/kvs-logo-dark.png", "../quarkus-kvs/kvs-logo-light.png");
        card.addPage(Page.webComponentPageBuilder().title("Tables").icon("font-awesome-solid:table")
                .componentLink("qwc-kvs-dynamodb-tables.js").dynamicLabelJsonRPCMethodName("tableCount"));
        return card;
    }

    @BuildStep
    JsonRPCProvidersBuildItem service() {
        return new JsonRPCProvidersBuildItem(DynamoDbJsonRpcService.class);
    }
}
