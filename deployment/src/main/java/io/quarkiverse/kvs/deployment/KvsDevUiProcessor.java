package io.quarkiverse.kvs.deployment;

import io.quarkiverse.kvs.runtime.devui.KvsConsoleJsonRpcService;
import io.quarkiverse.kvs.runtime.devui.KvsKeysJsonRpcService;
import io.quarkiverse.kvs.runtime.devui.KvsServerJsonRpcService;
import io.quarkiverse.kvs.runtime.devui.KvsValuesJsonRpcService;
import io.quarkus.deployment.IsLocalDevelopment;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.devui.spi.JsonRPCProvidersBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.FooterPageBuildItem;
import io.quarkus.devui.spi.page.Page;

/** The card, the pages and the footer of the Dev UI, and what they call: in dev mode only, where alone these are beans. */
@BuildSteps(onlyIf = IsLocalDevelopment.class)
class KvsDevUiProcessor {

    @BuildStep
    CardPageBuildItem card() {
        CardPageBuildItem card = new CardPageBuildItem();
        card.setLogo("kvs-logo-dark.png", "kvs-logo-light.png");
        card.addPage(Page.webComponentPageBuilder().title("Keys").icon("font-awesome-solid:key")
                .componentLink("qwc-kvs-keys.js").dynamicLabelJsonRPCMethodName("keyCount"));
        card.addPage(Page.webComponentPageBuilder().title("Console").icon("font-awesome-solid:terminal")
                .componentLink("qwc-kvs-console.js"));
        card.addPage(Page.webComponentPageBuilder().title("Connections").icon("font-awesome-solid:plug")
                .componentLink("qwc-kvs-connections.js").dynamicLabelJsonRPCMethodName("connectionCount"));
        card.addPage(Page.webComponentPageBuilder().title("Statistics").icon("font-awesome-solid:chart-line")
                .componentLink("qwc-kvs-statistics.js"));
        return card;
    }

    /** Not a footer log of the Dev UI's own, which would listen as long as there is a browser, be it shown or not. */
    @BuildStep
    FooterPageBuildItem commandLog() {
        return new FooterPageBuildItem(Page.webComponentPageBuilder().title("KVS Commands").icon("font-awesome-solid:key")
                .componentLink("qwc-kvs-command-log.js"));
    }

    @BuildStep
    void services(BuildProducer<JsonRPCProvidersBuildItem> providers) {
        providers.produce(new JsonRPCProvidersBuildItem(KvsKeysJsonRpcService.class));
        providers.produce(new JsonRPCProvidersBuildItem(KvsValuesJsonRpcService.class));
        providers.produce(new JsonRPCProvidersBuildItem(KvsConsoleJsonRpcService.class));
        providers.produce(new JsonRPCProvidersBuildItem(KvsServerJsonRpcService.class));
    }
}
