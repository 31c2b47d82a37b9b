package io.quarkiverse.kvs.it.devui;

import io.quarkiverse.kvs.it.client.RespClient;

/** The data of a small shop, to look at. */
final class ShopData {

    private static final String[] PEOPLE = { "ada", "grace", "alan", "barbara", "edsger", "katherine", "donald", "radia" };
    private static final String[] THINGS = { "Espresso machine", "Moka pot", "Grinder", "Filter papers", "Cold brew jug",
            "Milk frother", "Scale", "Kettle" };

    private ShopData() {
    }

    static void fill(RespClient redis) {
        for (int i = 0; i < PEOPLE.length; i++) {
            String id = Integer.toString(1001 + i);
            redis.call("HSET", "user:" + id, "name", PEOPLE[i], "email", PEOPLE[i] + "@example.org", "visits",
                    Integer.toString(17 + i * 31), "plan", i % 3 == 0 ? "premium" : "basic", "city",
                    i % 2 == 0 ? "Zürich" : "London");
            redis.call("SET", "session:" + Integer.toHexString(0x7f3a91 + i * 7919),
                    "{\n  \"user\": " + id + ",\n  \"name\": \"" + PEOPLE[i]
                            + "\",\n  \"roles\": [\"customer\"],\n  \"cart\": \"cart:" + id
                            + "\"\n}",
                    "EX", Integer.toString(600 + i * 211));
            redis.call("ZADD", "leaderboard:coffee", Integer.toString(420 - i * 37), PEOPLE[i]);
        }
        for (int i = 0; i < THINGS.length; i++) {
            redis.call("RPUSH", "queue:orders",
                    "{\"order\":" + (88120 + i) + ",\"item\":\"" + THINGS[i] + "\",\"quantity\":" + (1 + i % 3) + "}");
            redis.call("SADD", "tags:product:" + (1 + i % 2), THINGS[i].split(" ")[0].toLowerCase(java.util.Locale.ROOT),
                    "coffee");
        }
        for (int i = 0; i < 5; i++) {
            redis.call("SET", "cache:page:/products/" + (i + 1), "<html>".repeat(80 + i * 40), "EX",
                    Integer.toString(55 + i * 9));
            redis.call("LPUSH", "cart:" + (1001 + i), "sku-" + (4711 + i), "sku-" + (815 + i));
            redis.call("PEXPIRE", "cart:" + (1001 + i), Integer.toString(86_400_000 + i * 3_600_000));
        }
        redis.call("SET", "visits", "41");
        redis.call("SET", "feature:dark-mode", "on");
        redis.call("PFADD", "visitors:today", "ada", "grace", "alan");
        redis.call("SETBIT", "active:today", "4711", "1");
        redis.call("GEOADD", "stores", "8.5417", "47.3769", "Zürich", "-0.1276", "51.5072", "London");
        redis.call("SELECT", "1");
        redis.call("SET", "job:nightly-report", "done");
        redis.call("SELECT", "0");
    }
}
