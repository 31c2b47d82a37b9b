package io.quarkiverse.kvs.core.store.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XxHash3Test {

    /** As the program {@code xxhsum -H3} of the inventors has them. The text is {@code abc...z} again and again. */
    @ParameterizedTest
    @CsvSource({
            "0, 2d06800538d394c2",
            "1, e6c632b61e964e1f",
            "2, a873719c24d5735c",
            "3, 78af5f94892f3950",
            "4, 6497a96f53a89890",
            "7, 5a40dc3fd44c052f",
            "8, 6f45a76842a96483",
            "9, e0dde4fc174590a0",
            "11, 386cb4f266186f62",
            "16, 3d3ccac9af14d8a8",
            "17, ca7f3571df47cacf",
            "31, 7486490ed1524498",
            "32, 721f9b13256c3123",
            "33, 058046b5385c21f9",
            "64, 101fc40ce7f1f785",
            "65, 1035caa3cab1636f",
            "96, dd382c734addd887",
            "97, 997d5af28f0816ff",
            "127, c37a64e55d388ae5",
            "128, 3e99edc6c76f21c6",
            "129, 852cb20608c9d2c7",
            "144, 1b673535414321d9",
            "159, 4b2c8181ae869744",
            "160, 67dfffff88ffa5d5",
            "240, ea0e0f78188232ed",
            "241, bb0a906af5b5c211",
            "256, 81c9c1c2f95365a6",
            "300, 7f720c1f731c9648",
            "511, 729d485ff1ce07d0",
            "512, 169887a206a45c62",
            "1023, 72071fc15ab79164",
            "1024, 5e6a406e127165a8",
            "1025, c180534771fac3f5",
            "1088, 94de54c04a05382f",
            "2048, 98938f19774cafef",
            "2049, a8593caffc7bb0b4",
            "5000, eb0f5845c1ec4cc2"
    })
    void isWhatOthersCompute(int length, String hash) {
        StringBuilder text = new StringBuilder("x");
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + i % 26));
        }
        byte[] bytes = text.append('x').toString().getBytes(ISO_8859_1);
        assertThat(XxHash3.text(new Bytes().show(bytes, 1, length))).isEqualTo(hash);
    }
}
