package io.runledger.access.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiKeyTest {
    private static final String ID = "0123456789abcdef";
    private static final String SECRET = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static final String TEXT = "rlk_" + ID + "_" + SECRET;

    @Test
    void hasAnIdOf64BitsAndASecretOf256() {
        assertThat(ApiKey.random().text()).matches("rlk_[0-9a-f]{16}_[0-9a-f]{64}");
    }

    @Test
    void isAnotherEveryTime() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            keys.add(ApiKey.random().text());
        }

        assertThat(keys).hasSize(1_000);
    }

    @Test
    void readsWhatItWrites() {
        ApiKey key = ApiKey.random();

        assertThat(ApiKey.parse(key.text()).map(ApiKey::text)).contains(key.text());
        assertThat(ApiKey.parse(TEXT).map(ApiKey::id)).contains(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rlk_",
                ID,
                SECRET,
                "rlk_" + ID,
                "rlk_" + ID + "_",
                ID + "_" + SECRET,
                "RLK_" + ID + "_" + SECRET,
                "rlk-" + ID + "-" + SECRET,
                "rlk_0123456789ABCDEF_" + SECRET,
                "rlk_" + ID + "g_" + SECRET,
                " " + TEXT,
                TEXT + " ",
                TEXT + "\n",
                "\0" + TEXT,
                TEXT + "0",
                TEXT + TEXT,
                "Bearer " + TEXT,
                "rlk_\u0660123456789abcdef_" + SECRET, // a digit, but not one of ours
            })
    void refusesEveryOtherForm(String text) {
        assertThat(ApiKey.parse(text)).isEmpty();
    }

    @Test
    void saysNothingOfTheSecretWhereItIsLogged() {
        assertThat(ApiKey.parse(TEXT)).map(ApiKey::toString).contains("rlk_" + ID);
    }

    @Test
    void isStoredAsTheSha256OfItsSecret() throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(SECRET.getBytes(US_ASCII));

        assertThat(ApiKey.parse(TEXT).orElseThrow().digest()).isEqualTo(digest);
    }
}
