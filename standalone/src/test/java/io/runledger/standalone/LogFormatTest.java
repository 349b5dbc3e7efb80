package io.runledger.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The logging configuration as processes have it. */
final class LogFormatTest {
    private static final String MESSAGE = "a \"quoted\" \u2028 line\nand another\ttab, café \uD83D\uDE00";

    @Test
    void writesEachEventAsAJsonObjectOnALineOfItsOwn() throws Exception {
        List<String> lines = logged("json");

        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.path("level").asText()).isEqualTo("WARN");
        assertThat(first.path("loggerName").asText()).isEqualTo("io.runledger.Some");
        assertThat(first.path("threadName").asText())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(first.path("formattedMessage").asText()).isEqualTo(MESSAGE + " 7");
        assertThat(first.path("mdc").path("request").asText()).isEqualTo("r-1");
        assertThat(Instant.ofEpochMilli(first.path("timestamp").asLong()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        JsonNode failure = new ObjectMapper().readTree(lines.get(1)).path("throwable");
        assertThat(failure.path("className").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(failure.path("message").asText()).isEqualTo("line one\nline two");
        assertThat(failure.path("stepArray").get(0).path("methodName").asText()).isEqualTo("logged");
    }

    @Test
    void writesForPeopleUnlessItIsAsked() throws Exception {
        assertThat(logged("text").get(0)).matches("(?s)\\d\\d:\\d\\d:\\d\\d WARN  Some: a \"quoted\".*");
        assertThat(logged("").get(0)).matches("(?s)\\d\\d:\\d\\d:\\d\\d WARN  Some: .*");
    }

    private static List<String> logged(String format) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        LogbackMDCAdapter mdc = new LogbackMDCAdapter();
        context.setMDCAdapter(mdc);
        if (!format.isEmpty()) {
            context.putProperty("RUNLEDGER_LOG_FORMAT", format);
        }
        System.setErr(new PrintStream(bytes, true, UTF_8));
        try {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            URL configuration = Objects.requireNonNull(LogFormatTest.class.getResource("/logback.xml"));
            configurator.doConfigure(configuration);
            Logger log = context.getLogger("io.runledger.Some");
            mdc.put("request", "r-1");
            log.warn(MESSAGE + " {}", 7);
            log.error("it failed", new IllegalStateException("line one\nline two"));
            context.getLogger("org.apache.kafka.clients.Some").warn("ordinary for Kafka");
        } finally {
            System.setErr(before);
            context.stop();
        }
        return bytes.toString(UTF_8).lines().toList();
    }
}
