package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events that a run's lifecycle is told by: what they may say, and where it is said to be wrong. */
class BuiltInPayloadTest {
    private static List<Problem> problems(String eventType, String payload) {
        return BuiltInPayload.all().stream()
                .filter(payloads -> payloads.eventType().equals(eventType))
                .map(payloads -> new PayloadContract(payloads.schema()).problems(payload, "/payload"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void areOfTheTypesOfALifecycle() {
        assertThat(BuiltInPayload.all())
                .extracting(BuiltInPayload::subject)
                .containsExactly(
                        "payload.run.started",
                        "payload.run.finished",
                        "payload.tool.called",
                        "payload.evidence.retrieved",
                        "payload.eval.scored",
                        "payload.eval.gated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"run.started | {}", """
                run.started | {"name":"nightly","config":{"model":{"layers":[1,null]},"seed":7},"config_uri":"s3://c/1",\
                "config_digest":"sha256:9f86","versions":{"git_commit":"8f3a2c1","tool":"4.2"},"tenant":"acme",\
                "user":"kim","request_id":"rq-1","parent_run_id":"run-0"}""", """
                run.started | {"project":"shop","suites":12,"name":null}""", """
                run.finished | {"status":"cancelled"}""", """
                run.finished | {"status":"failed","error":{"type":"OutOfMemory","message":"no room","stack":["a"]},\
                "result":[1,"two"],"metrics":{"loss":0.25,"epochs":3}}""", """
                tool.called | {"name":"search"}""", """
                tool.called | {"name":"search","arguments":{"q":["a",1]},"result_summary":"3 hits","status":"ok",\
                "duration_ms":12.5,"policy_verdict":"needs-approval","policy_reason":"writes"}""", """
                tool.called | {"name":"search","arguments":"raw text","status":"error"}""", """
                evidence.retrieved | {"source":"wiki","items":[]}""", """
                evidence.retrieved | {"source":"wiki","query":"cats","items":[{"id":"7","uri":"https://w/7",\
                "digest":"sha256:9f86","score":1,"title":"Cat"},{"page":3}]}""", """
                eval.scored | {"name":"f1","score":0.91,"max":1,"passed":true,"dataset":"d","details":[{"case":1}]}""", """
                eval.gated | {"gate":"release","verdict":"fail","thresholds":{"f1":0.95},"scores":{"f1":0.91},\
                "reasons":["f1 is 0.91"]}""", """
                run.started | {"versions":{"git_commit":null,"tool":"4.2"}}""", """
                run.finished | {"status":"failed","metrics":{"loss":null,"epochs":3}}""", """
                run.finished | {"status":"failed","metrics":null}""", """
                eval.scored | {"name":"f1","score":null,"max":null}""", """
                eval.gated | {"gate":"g","verdict":"fail","thresholds":{"f1":null},"scores":{"f1":null}}"""
            })
    void passWhenTheySayWhatTheyShould(String eventType, String payload) {
        assertThat(problems(eventType, payload)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                """
                run.started | {"name":1,"config":[],"versions":{"tool":2},"tenant":{},"user":[],"request_id":7}\
                | /payload/name /payload/config /payload/versions/tool /payload/tenant /payload/user /payload/request_id""",
                """
                run.started | {"config":"text","config_uri":1,"config_digest":2,"versions":["1"],"parent_run_id":3}\
                | /payload/config /payload/config_uri /payload/config_digest /payload/versions /payload/parent_run_id""",
                "run.started | [] | /payload",
                "run.finished | {} | /payload/status",
                """
                run.finished | {"status":"done","error":{"type":3},"metrics":{"loss":"0.25"}}\
                | /payload/status /payload/error/type /payload/error/message /payload/metrics/loss""",
                """
                run.finished | {"status":null,"error":"no room"} | /payload/status /payload/error""",
                """
                tool.called | {"arguments":1,"result_summary":{},"status":"fine","duration_ms":"12",\
                "policy_verdict":"maybe","policy_reason":[]}\
                | /payload/result_summary /payload/status /payload/duration_ms /payload/policy_verdict\
                 /payload/policy_reason /payload/name""",
                "evidence.retrieved | {} | /payload/source /payload/items",
                """
                evidence.retrieved | {"source":"wiki","query":1,"items":[{"id":1},{"uri":2,"digest":3,"score":"4",\
                "title":5},"6"]}\
                | /payload/query /payload/items/0/id /payload/items/1/uri /payload/items/1/digest\
                 /payload/items/1/score /payload/items/1/title /payload/items/2""",
                "eval.scored | {} | /payload/name /payload/score",
                """
                eval.scored | {"name":"f1","score":"0.9","max":"1","passed":"yes","dataset":1}\
                | /payload/score /payload/max /payload/passed /payload/dataset""",
                "eval.gated | {} | /payload/gate /payload/verdict",
                """
                eval.gated | {"gate":"g","verdict":"maybe","thresholds":{"f1":"x"},"scores":[],"reasons":[1]}\
                | /payload/verdict /payload/thresholds/f1 /payload/scores /payload/reasons/0"""
            })
    void areRefusedFieldByField(String eventType, String payload, String pointers) {
        assertThat(problems(eventType, payload))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder(pointers.split(" ", -1));
    }

    /** No value is one thing, another kind of value, or none where one is needed, another. */
    @Test
    void takeNullForNoValueOnlyWhereThereMayBeNone() {
        assertThat(problems("run.finished", "{\"status\":\"failed\",\"metrics\":{\"a\":null,\"b\":[null]}}"))
                .containsExactly(new Problem("/payload/metrics/b", "must be a number"));
        assertThat(problems("eval.scored", "{\"name\":null,\"score\":null}"))
                .containsExactly(new Problem("/payload/name", "must be a string"));
        assertThat(problems("eval.scored", "{\"name\":\"f1\"}"))
                .containsExactly(new Problem("/payload/score", "is required"));
    }

    @Test
    void sayWhichWordsTheyTake() {
        assertThat(problems("run.finished", "{\"status\":\"done\"}"))
                .containsExactly(new Problem("/payload/status", "must be one of: succeeded, failed, cancelled"));
        assertThat(problems("run.finished", "{\"status\":\"failed\",\"error\":\"no room\"}"))
                .containsExactly(new Problem("/payload/error", "must be null, or an object, RunError"));
    }
}
