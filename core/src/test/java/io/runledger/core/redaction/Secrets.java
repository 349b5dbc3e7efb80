package io.runledger.core.redaction;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Secrets of many kinds, made up from parts, the same at every run; none of them opens anything. */
public final class Secrets {
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";
    private static final String HEX = DIGITS + "abcdef";
    private static final String WORD = LOWER + UPPER + DIGITS;

    private final Random random;

    public Secrets(long seed) {
        random = new Random(seed);
    }

    /** One of each kind that is known by its shape, by the name of its rule. */
    public Map<String, String> shaped() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("aws-access-key-id", "AK" + "IA" + of(UPPER + "234567", 16));
        all.put("google-api-key", "AI" + "za" + of(WORD, 35));
        all.put("google-oauth-token", "ya" + "29." + of(WORD, 60));
        all.put("google-oauth-secret", "GOC" + "SPX-" + of(WORD, 28));
        all.put("azure-client-secret", of(LOWER, 3) + "8Q" + "~" + of(WORD, 34));
        all.put("alibaba-access-key", "LT" + "AI5t" + of(WORD, 20));
        all.put("digitalocean-token", "dop" + "_v1_" + of(HEX, 64));
        all.put("github-token", "gh" + "p_" + of(WORD, 36));
        all.put("github-fine-grained-token", "github" + "_pat_" + of(WORD, 22) + "_" + of(WORD, 59));
        all.put("gitlab-token", "gl" + "pat-" + of(WORD, 20));
        all.put("atlassian-token", "ATA" + "TT3" + of(WORD, 180));
        all.put("slack-token", "xo" + "xb-" + of(DIGITS, 12) + "-" + of(DIGITS, 12) + "-" + of(WORD, 24));
        all.put("openai-key", "sk" + "-proj-" + of(WORD, 48));
        all.put("anthropic-key", "sk-" + "ant-api03-" + of(WORD, 90));
        all.put("huggingface-token", "h" + "f_" + of(WORD, 34));
        all.put("groq-key", "gs" + "k_" + of(WORD, 52));
        all.put("replicate-token", "r" + "8_" + of(WORD, 37));
        all.put("perplexity-key", "ppl" + "x-" + of(HEX, 47) + "a1");
        all.put("langsmith-key", "lsv2" + "_pt_" + of(HEX, 32) + "_" + of(HEX, 10));
        all.put("stripe-key", "sk" + "_live_" + of(WORD, 24));
        all.put("stripe-webhook-secret", "wh" + "sec_" + of(WORD, 32));
        all.put("square-token", "sq0" + "atp-" + of(WORD, 22));
        all.put("shopify-token", "shp" + "at_" + of(HEX, 32));
        all.put("sendgrid-key", "S" + "G." + of(WORD, 22) + "." + of(WORD, 43));
        all.put("mailgun-key", "ke" + "y-" + of(HEX, 32));
        all.put("brevo-key", "xkey" + "sib-" + of(HEX, 64) + "-" + of(WORD, 16));
        all.put("npm-token", "np" + "m_" + of(WORD, 36));
        all.put("pypi-token", "py" + "pi-AgEIcHlwaS5vcmc" + of(WORD, 70));
        all.put("rubygems-key", "ruby" + "gems_" + of(HEX, 48));
        all.put("docker-token", "dckr" + "_pat_" + of(WORD, 27));
        all.put("databricks-token", "da" + "pi" + of(HEX, 32));
        all.put("vault-token", "hv" + "s." + of(WORD, 24));
        all.put("terraform-cloud-token", of(WORD, 14) + ".atlas" + "v1." + of(WORD, 67));
        all.put("pulumi-token", "pu" + "l-" + of(HEX, 40));
        all.put("doppler-token", "dp." + "pt." + of(WORD, 43));
        all.put("grafana-token", "gl" + "sa_" + of(WORD, 32) + "_" + of(HEX, 8));
        all.put("newrelic-key", "NR" + "AK-" + of(UPPER + DIGITS, 27));
        all.put("postman-key", "PM" + "AK-" + of(HEX, 24) + "-" + of(HEX, 34));
        all.put("linear-key", "lin" + "_api_" + of(WORD, 40));
        all.put("figma-token", "fi" + "gd_" + of(WORD, 40));
        all.put("planetscale-token", "psc" + "ale_tkn_" + of(WORD, 43));
        all.put("supabase-token", "sb" + "p_" + of(HEX, 40));
        all.put("tailscale-key", "ts" + "key-auth-" + of(WORD, 12) + "-" + of(WORD, 32));
        all.put("telegram-bot-token", ":A" + "A" + of(WORD, 33));
        all.put("age-secret-key", "AGE-SECRET" + "-KEY-1" + of(UPPER + DIGITS, 58));
        all.put("jwt", jwt());
        all.put("private-key-block", pem());
        return all;
    }

    /** What is secret only for where it stands: a password with letters, digits and signs. */
    public String password() {
        return of(LOWER, 4) + of(DIGITS, 3) + of(UPPER, 3) + of("!*+^~", 1) + of(WORD, 3);
    }

    private String jwt() {
        return base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64("{\"sub\":\"" + of(DIGITS, 10) + "\"}")
                + "." + of(WORD, 43);
    }

    private String pem() {
        List<String> lines = new ArrayList<>(List.of("-----BEGIN RSA " + "PRIVATE KEY-----"));
        for (int i = 0; i < 6; i++) {
            lines.add(of(WORD + "+/", 64));
        }
        lines.add("-----END RSA " + "PRIVATE KEY-----");
        return String.join("\n", lines);
    }

    String of(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
