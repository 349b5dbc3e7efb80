package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.v1.Event;
import java.util.HexFormat;
import org.apache.commons.codec.digest.Blake3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadDigestTest {
    /** From the BLAKE3 team's test_vectors.json: input byte i is i mod 251; these lengths cross block and chunk ends. */
    @ParameterizedTest
    @CsvSource({
        "0, af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
        "1, 2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213",
        "1024, 42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7",
        "1025, d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444"
    })
    void agreesWithTheOfficialVectors(int length, String digest) {
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++) {
            input[i] = (byte) (i % 251);
        }

        assertThat(HexFormat.of().formatHex(Blake3.hash(input))).isEqualTo(digest);
    }

    @Test
    void isOfTheUtf8Bytes() {
        assertThat(HexFormat.of().formatHex(PayloadDigest.of("").bytes()))
                .isEqualTo("af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
        assertThat(PayloadDigest.of("é").bytes()).isEqualTo(Blake3.hash(new byte[] {(byte) 0xc3, (byte) 0xa9}));
    }

    @Test
    void tellsAnotherPayloadApart() {
        Event event = Samples.event();
        Event forged = Event.newBuilder(event).setPayload("{}").build();

        assertThat(PayloadDigest.matches(event)).isTrue();
        assertThat(PayloadDigest.matches(forged)).isFalse();
    }
}
