package io.quarkiverse.kvs.it.observe;

import java.util.Map;
import java.util.TreeMap;

import io.restassured.RestAssured;

/** All samples at one moment, in the format of Prometheus. */
record Scrape(String text, Map<String, Double> samples) {

    static Scrape now() {
        String text = RestAssured.given().accept("text/plain").get("/q/metrics").then().statusCode(200).extract().asString();
        Map<String, Double> samples = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int blank = line.lastIndexOf(' ');
            samples.put(line.substring(0, blank).replace(",}", "}"), Double.valueOf(line.substring(blank + 1)));
        });
        return new Scrape(text, samples);
    }

    /** One sample, which must be there. */
    double value(String name) {
        Double value = samples.get(name);
        if (value == null) {
            throw new AssertionError("no " + name + " in:\n" + text.lines().filter(line -> line.startsWith("kvs"))
                    .reduce("", (all, line) -> all + line + "\n"));
        }
        return value;
    }

    /** How much more it is than before; a sample that was not there before was zero. */
    double since(Scrape before, String name) {
        return value(name) - before.samples.getOrDefault(name, 0.0);
    }
}
