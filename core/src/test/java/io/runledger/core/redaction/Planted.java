package io.runledger.core.redaction;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A payload with a secret in it.
 *
 * @param needle what must not be found any more
 */
public record Planted(String kind, String placement, String payload, String needle) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String PROSE = "The run ended after 17 steps and wrote 3 files. ";

    /** Every kind in every place where it may stand. */
    public static List<Planted> all() {
        List<Planted> all = new ArrayList<>();
        Secrets secrets = new Secrets(20261121);
        for (Sample sample : secrets.shaped()) {
            String kind = sample.rule();
            String text = sample.text();
            String needle = sample.needle();
            all.add(new Planted(
                    kind, "member", JSON.objectNode().put("note", text).toString(), needle));
            all.add(new Planted(kind, "deep", deep(text).toString(), needle));
            all.add(new Planted(
                    kind,
                    "prose",
                    JSON.objectNode()
                            .put("log", PROSE.repeat(40) + text + " " + PROSE)
                            .toString(),
                    needle));
            all.add(new Planted(
                    kind,
                    "unicode",
                    JSON.objectNode().put("メモ", "ключ→" + text + "←密钥 🔑").toString(),
                    needle));
            all.add(new Planted(
                    kind,
                    "json in a string",
                    JSON.objectNode()
                            .put("arguments", JSON.objectNode().put("q", text).toString())
                            .toString(),
                    needle));
            all.add(new Planted(
                    kind,
                    "twice in a string",
                    JSON.objectNode()
                            .put(
                                    "call",
                                    JSON.objectNode()
                                            .put(
                                                    "arguments",
                                                    JSON.objectNode()
                                                            .put("q", text)
                                                            .toString())
                                            .toString())
                            .toString(),
                    needle));
            all.add(inUrl(sample, "%20"));
            if (kind.equals("private-key-block")) {
                all.add(inUrl(sample, "+")); // its header may be written so
            }
        }
        named(all, secrets);
        return all;
    }

    private static Planted inUrl(Sample sample, String space) {
        String text = URLEncoder.encode(sample.text(), StandardCharsets.UTF_8).replace("+", space);
        return new Planted(
                sample.rule(),
                "url",
                JSON.objectNode()
                        .put("url", "https://example.org/x?q=" + text + "&page=2")
                        .toString(),
                URLEncoder.encode(sample.needle(), StandardCharsets.UTF_8).replace("+", space));
    }

    private static ObjectNode deep(String text) {
        ObjectNode deep = JSON.objectNode();
        deep.putObject("a")
                .putArray("b")
                .add(1)
                .addObject()
                .putArray("c")
                .addArray()
                .add(text);
        return deep;
    }

    private static void named(List<Planted> all, Secrets secrets) {
        for (String name : List.of(
                "password",
                "db_password",
                "userPassword",
                "PASSWD",
                "api_key",
                "apiKey",
                "X-Api-Key",
                "OPENAI_API_KEY",
                "secret",
                "client_secret",
                "aws_secret_access_key",
                "token",
                "access_token",
                "refreshToken",
                "authorization",
                "Proxy-Authorization",
                "cookie",
                "Set-Cookie",
                "private_key",
                "passphrase")) {
            String value = secrets.password();
            all.add(new Planted(
                    name, "under its name", JSON.objectNode().put(name, value).toString(), value));
            String below = secrets.password();
            ObjectNode object = JSON.objectNode();
            object.putObject(name).putObject("is").putArray("here").add(below);
            all.add(new Planted(name, "below its name", object.toString(), below));
            String pair = secrets.password();
            all.add(new Planted(
                    name,
                    "a pair",
                    JSON.objectNode().put("name", name).put("value", pair).toString(),
                    pair));
            String inside = secrets.password();
            all.add(new Planted(
                    name,
                    "json in a string",
                    JSON.objectNode()
                            .put(
                                    "arguments",
                                    JSON.objectNode().put(name, inside).toString())
                            .toString(),
                    inside));
        }
        for (String form : List.of(
                "password=%s",
                "connect --password %s --host db",
                "curl -H \"X-Api-Key: %s\" https://example.org",
                "curl -H 'Authorization: Bearer %s' https://example.org",
                "curl -H 'Authorization: token %s' https://example.org",
                "Cookie: session=%s; theme=dark",
                "export DB_PASSWORD='%s' && run",
                "{'api_key': '%s', 'n': 1}",
                "broken json {\"password\": \"%s\", ",
                "postgres://app:%s@db.example.org:5432/app",
                "https://example.org/cb?access_token=%s&state=1",
                "https://bucket.s3.amazonaws.com/k?X-Amz-Date=1&X-Amz-Signature=%s",
                "https://acct.blob.core.windows.net/c/b?sv=2024&sig=%s",
                "Server=db;User Id=app;Password=%s;Encrypt=true",
                "AccountName=x;AccountKey=%s;EndpointSuffix=core.windows.net",
                "<config><password>%s</password></config>",
                "client_secret: %s",
                "spring.datasource.password = %s",
                "redis://:%s@cache:6379/0",
                "https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/%s")) {
            boolean plain = form.contains("Slack") || form.contains("slack") || form.contains("AccountKey");
            String value = plain ? secrets.of("abcdefghijkmnpqrstuvwxyzABCDEFGH23456789", 44) : secrets.password();
            all.add(new Planted(
                    form,
                    "in text",
                    JSON.objectNode().put("cmd", form.formatted(value)).toString(),
                    value));
            String list = plain ? value : secrets.password();
            all.add(new Planted(
                    form,
                    "in an array of texts",
                    JSON.arrayNode().add("x").add(PROSE + form.formatted(list)).toString(),
                    list));
        }
        String flag = secrets.password();
        all.add(new Planted(
                "flag",
                "command line",
                JSON.objectNode()
                        .set(
                                "argv",
                                JSON.arrayNode().add("run").add("--api-key").add(flag))
                        .toString(),
                flag));
        String basic =
                Base64.getEncoder().encodeToString(("app:" + secrets.password()).getBytes(StandardCharsets.UTF_8));
        all.add(new Planted(
                "basic",
                "header list",
                JSON.arrayNode().addArray().add("Auth").add("Basic " + basic).toString(),
                basic));
    }

    @Override
    public String toString() {
        return kind + ", " + placement;
    }
}
