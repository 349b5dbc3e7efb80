package io.runledger.core.redaction;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** JSON texts in which nothing is secret, however it looks. */
final class LookAlikes {
    private static final String HEX = "0123456789abcdef";
    private static final String BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private LookAlikes() {}

    static List<String> all() {
        Random random = new Random(20261121);
        Secrets some = new Secrets(7);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            all.add(member("id", new UUID(random.nextLong(), random.nextLong()).toString()));
            all.add(member("commit", some.of(HEX, 40)));
            all.add(member("checksum", "sha256:" + some.of(HEX, 64)));
            all.add(member("blake3", some.of(HEX, 64)));
            all.add(member("ulid", "01J" + some.of(BASE32, 23)));
            byte[] image = new byte[600 + 50 * i];
            random.nextBytes(image);
            all.add(member("image", Base64.getEncoder().encodeToString(image)));
            all.add(member(
                    "thumb", "data:image/png;base64," + Base64.getEncoder().encodeToString(image)));
            all.add(member("blob", Base64.getUrlEncoder().encodeToString(image)));
            all.add("{\"token\":" + i + ",\"usage\":{\"total_tokens\":" + 31 * i + ",\"prompt_tokens\":" + i + "}}");
            all.add(member("at", "2026-11-" + (10 + i) + "T10:00:0" + i % 10 + ".000001Z"));
            all.add(member("arn", "arn:aws:iam::12345678901" + i % 10 + ":role/reader-" + i));
            all.add(member("mail", "secretary" + i + "@example.org"));
            all.add(member("url", "https://example.org/search?q=run+" + i + "&page_token=abc" + i + "&limit=20"));
        }
        for (String text : List.of(
                "{\"max_tokens\":512}",
                "{\"token_count\":12}",
                "{\"token\":null}",
                "{\"token\":true}",
                "{\"tokens\":[\"the\",\"cat\"]}",
                "{\"password\":\"\"}",
                "{\"password\":null}",
                "{\"password_policy\":\"12 characters\"}",
                "{\"secretary\":\"Ada\"}",
                "{\"cookie_policy\":\"strict\"}",
                "{\"tokenizer\":\"cl100k_base\"}",
                "{\"token_type\":\"Bearer\"}",
                "{\"eos_token\":\"</s>\"}",
                "{\"pad_token\":\"[PAD]\"}",
                "{\"next_page_token\":\"CAUQAA\"}",
                "{\"continuation_token\":\"abc\"}",
                "{\"api_key\":\"${OPENAI_API_KEY}\"}",
                "{\"api_key\":\"<API_KEY>\"}",
                "{\"api_key\":\"env:API_KEY\"}",
                "{\"api_key\":\"sk-...\"}",
                "{\"password\":\"***\"}",
                "{\"password\":\"********\"}",
                "{\"token\":\"[REDACTED:token]\"}",
                "{\"token\":\"{{ secrets.TOKEN }}\"}",
                "{\"token\":\"$TOKEN\"}",
                "{\"private_key\":\"/run/secrets/tls.key\"}",
                "{\"password\":\"vault://kv/db#password\"}",
                "{\"secret\":\"arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-x1\"}",
                "{\"authorization\":\"\"}",
                "{\"key\":\"value\"}",
                "{\"unique_key\":\"id\"}",
                "{\"primary_key\":\"order_id\"}",
                "{\"keyboard\":\"qwerty\"}",
                "{\"author\":\"Ada\"}",
                "{\"authorized\":true}",
                "{\"passed\":\"yes\"}",
                "{\"pass\":3}",
                "{\"sign\":\"+\"}",
                "{\"name\":\"level\",\"value\":\"info\"}",
                "{\"argv\":[\"run\",\"--token-limit\",\"500\"]}")) {
            all.add(text);
        }
        for (String prose : List.of(
                "The token: a unit of text that a model reads.",
                "Password: must be at least twelve characters.",
                "The secret = practice, as they say.",
                "Please set token=None to use the default.",
                "connect(password=password, user=user)",
                "client = Client(api_key=os.environ[\"API_KEY\"])",
                "client = Client(token=self.token)",
                "def f(token: str, password: Optional[str] = None)",
                "Authorization: see chapter 4",
                "Cookies are small files; a cookie: small data.",
                "Basic authentication is used here, Basic tests passed.",
                "Bearer tokens are described in RFC 6750.",
                "usage: run --api-key <API_KEY> --url <URL>",
                "set OPENAI_API_KEY=sk-... before the start",
                "export TOKEN=${GITHUB_TOKEN}",
                "git clone https://github.com/example/repo.git",
                "ssh://git@example.org:22/repo.git",
                "https://example.org:8443/path?a=1:2@3",
                "see https://user@example.org/~home",
                "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----",
                "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkq\n-----END CERTIFICATE-----",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGk ada@example.org",
                "AKIA" + "IOSFODNN7EXAMPLE",
                "task-1234567890abcdefghij-risk-disk-and-mask-for-all",
                "the ask-me-anything-session-of-the-whole-team ended",
                "npm_config_registry is set; npm_lifecycle_event=test",
                "dbt.tests.generic.unique_orders_order_id",
                "2026-11-21 10:00:00 INFO retry in 5s (attempt 3/5)",
                "x = {'token_type': 'bearer', 'expires_in': 3600}",
                "GET /v1/models?limit=20&after=model-4 200 OK")) {
            all.add(member("text", prose));
        }
        return all;
    }

    private static String member(String name, String text) {
        return JsonNodeFactory.instance.objectNode().put(name, text).toString();
    }
}
