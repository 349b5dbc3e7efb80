package io.runledger.core.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, commands, addresses and files that hold secrets, and what is spelled nearly so and holds none. */
class KindsTest {
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private final Redaction redaction = Redaction.builtIn();
    private final Random random = new Random(14);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "passwords",
                "db_pass",
                "userPwd",
                "password1",
                "newPassword",
                "passwordAgain",
                "sudo_pass",
                "rootPw",
                "pin",
                "pw",
                "auth",
                "sessionid",
                "tls_key",
                "storage_key",
                "key_material",
                "clientSecret",
                "secret_key_base",
                "apikeys",
                "oauth_token",
                "botToken",
                "xsrfToken",
                "PGPASSWORD",
                "MYSQL_ROOT_PASSWORD",
                "keystore_password",
                "api\u00a0key",
                "pass\u200bword",
                "private_keys",
                "access_tokens",
                "Ocp-Apim-Subscription-Key",
                "hcloud_token",
                "jwtSecret"
            })
    void findsWhatIsUnderTheName(String name) {
        String secret = secret(22);
        String json = JsonNodeFactory.instance.objectNode().put(name, secret).toString();
        String many = "{\"" + name + "\":[\"" + secret + "\"]}";

        assertThat(redaction.json(json, "", Content.DROP).text()).doesNotContain(secret);
        assertThat(redaction.json(many, "", Content.DROP).text()).doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl -u bob:%s https://example.org",
                "curl -sS --user='bob:%s' https://example.org",
                "curl -X POST \\\n  -u \"bob:%s\" \\\n  https://example.org",
                "mysql -h db -uroot -p%s app",
                "sshpass -p '%s' ssh bob@host",
                "docker login -u bob -p %s registry.corp",
                "helm registry login registry.corp --username bob --password %s",
                "skopeo copy --src-creds bob:%s docker://a docker://b",
                "redis-cli -h cache -a %s ping",
                "mongosh -u root -p %s --host db",
                "ldapsearch -x -D cn=admin -w %s -b dc=corp",
                "smbclient //host/share -U bob%%%s",
                "openssl pkcs12 -export -passout pass:%s",
                "echo %s | docker login -u bob --password-stdin",
                "echo \"%s\" | sudo -S apt update",
                "keytool -list -storepass %s",
                "vault login %s",
                "aws configure set aws_secret_access_key %s",
                "machine api.example.org login bob password %s",
                "machine host\n  login bob\n  password %s\n",
                "db.corp:5432:app:bob:%s",
                "user,password\nbob,%s",
                "| user | password |\n|---|---|\n| bob | %s |",
                "CREATE USER app IDENTIFIED BY '%s'",
                "ALTER ROLE app WITH PASSWORD '%s'",
                "<add key=\"Password\" value=\"%s\"/>",
                "define('DB_PASSWORD', '%s');",
                "ENV DB_PASSWORD %s",
                "jdbc:oracle:thin:bob/%s@db:1521:x",
                "postgresql+asyncpg://app:%s@db/app",
                "mongodb://app:%s@h1:27017,h2:27017/db",
                "postgres://app:a/%s@db.corp:5432/app",
                "postgres://app:a#%s@db.corp/app",
                "postgres://app:a?%s@db.corp/app",
                "postgres://app:a@%s@db.corp/app"
            })
    void findsWhatIsInTheText(String form) {
        String secret = secret(14);

        assertThat(redaction.text(form.formatted(secret), "").text()).doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"argv\":[\"curl\",\"-u\",\"bob:%s\"]}",
                "{\"argv\":[\"mysql\",\"-p%s\",\"app\"]}",
                "{\"headers\":[[\"x-api-key\",\"%s\"]]}",
                "{\"env\":[{\"k\":\"DB_PASSWORD\",\"v\":\"%s\"}]}",
                "{\"lines\":[\"-----BEGIN RSA PRIVATE KEY-----\",\"%s\",\"-----END RSA PRIVATE KEY-----\"]}",
                "{\"properties\":{\"password\":{\"type\":\"string\",\"default\":\"%s\"}}}",
                "{\"value\":\"%s\",\"name\":\"password\"}"
            })
    void findsWhatOthersInTheJsonTellOf(String form) {
        String secret = secret(24);

        assertThat(redaction.json(form.formatted(secret), "", Content.DROP).text())
                .doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"logprobs\":{\"content\":[{\"token\":\" Internationalization2x\",\"logprob\":-0.1,\"bytes\":[1]}]}}",
                "{\"decoded_token\":\" Paris\",\"resume_token\":\"CAUQAAoOOL8dKLzd93kf\"}",
                "{\"tokens\":[\"utf8\",\"2026\",\",\"],\"max_tokens\":\"4096\",\"stop_tokens\":[\"</s>\"]}",
                "{\"properties\":{\"password\":{\"type\":\"string\",\"description\":\"at least 12\"},\"token\":{\"$ref\":\"#/x\"}},"
                        + "\"required\":[\"username\",\"password\"]}",
                "{\"gen_ai.usage.input_tokens\":12,\"gen_ai.token.type\":\"input\",\"finish_reason\":\"stop\"}",
                "{\"messages\":[{\"ruleId\":\"no-undef\",\"message\":\"x is not defined\"}]}",
                "{\"completion\":\"2026-10-05\",\"prompt\":\"summarise.v3\"}",
                "{\"session_id\":\"01JABCDEFGHJKMNPQRSTVWXYZ0\",\"secrets\":[\"db-main\",\"tls\"],\"api_keys\":[\"prod\"]}",
                "{\"storage_key\":\"uploads/2026/10/part-00001.parquet\",\"pass\":\"2\",\"compass\":\"N\"}",
                "{\"o\":\"cache-key-3d5a4fd13d5a4fd13d5a4fd13d5a4fd1\"}",
                "{\"o\":\"3d5a4fd13d5a4fd13d5a4fd13d5a4fd1-us1\"}",
                "{\"o\":\"sk-learn-gradient-boosting-v2\"}",
                "{\"o\":\"s3://lake/token=USDC42/dt=2026-10-01/part-0.parquet\"}",
                "{\"o\":\"abfss://raw-zone-production-2026@acctdata01.dfs.core.windows.net/x\"}",
                "{\"o\":\"ssh://git@github.com/o/r.git and git@github.com:o/r.git\"}",
                "{\"o\":\"http://localhost:3000/a@b https://registry:443/@scope/pkg\"}",
                "{\"o\":\"mysql -h db -P 3306 -u root -p\"}",
                "{\"o\":\"docker run -p 8080:80 nginx; mkdir -p /tmp/a1b2c3; ssh -p 2222 host\"}",
                "{\"o\":\"  --password TEXT   the password\\n  --token TOKEN\"}",
                "{\"o\":\"password: !vault prod/db\\ntoken: {{ db_token }}\"}",
                "{\"o\":\"username,password,role\\nstring,string,enum\"}",
                "{\"o\":\"api_key=YOUR_API_KEY password=<your password>\"}"
            })
    void leavesWhatIsNone(String json) {
        Redacted redacted = redaction.json(json, "", Content.DROP);

        assertThat(redacted.text()).isEqualTo(json);
        assertThat(redacted.hits()).isEmpty();
        assertThat(redacted.dropped()).isEmpty();
    }

    /** Letters and digits in turn, so that none looks like a word. */
    private String secret(int length) {
        StringBuilder secret = new StringBuilder("Zk9");
        while (secret.length() < length) {
            secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            secret.append((char) ('2' + random.nextInt(8)));
        }
        return secret.toString();
    }
}
