package io.runledger.schemas.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.runledger.schemas.contract.Samples;
import io.runledger.schemas.review.ArtifactChange;
import io.runledger.schemas.review.ReviewJson;
import io.runledger.schemas.storage.Breach.Reason;
import io.runledger.v1.Artifact;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoragePolicyTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource({
        "s3, s3://reports/2026/a report.pdf",
        "dropbox, https://www.dropbox.com/scl/fi/abc/report.pdf?rlkey=xyz&dl=0",
        "dropbox, https://dl.dropboxusercontent.com/s/abc/report.pdf",
        "google-drive, https://drive.google.com/file/d/1AbC/view?usp=sharing",
        "google-drive, https://docs.google.com/document/d/1AbC/edit",
        "github, https://github.com/OpenLineage/OpenLineage/blob/main/README.md",
        "github, HTTPS://GitHub.com/a/b",
        "external-url, http://example.org:8080/r?page=2#part",
        "external-url, https://bücher.example/x",
        "local-dev, file:///srv/reports/r.pdf",
        "local-dev, reports/r.pdf",
        "local-dev, 'C:\\reports\\r.pdf'",
        "unknown, the shelf behind the door",
        "unknown, gs://bucket/key"
    })
    void takesLocationsThatFitTheirProvider(String provider, String location) {
        assertThat(StoragePolicy.development().breaches(artifact(provider, location, null)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "s3, https://bucket.s3.amazonaws.com/key",
        "s3, s3://bucket",
        "s3, s3://bucket/",
        "s3, s3://Bucket/key",
        "dropbox, https://dropbox.com.example.org/s/a",
        "dropbox, http://www.dropbox.com/s/a",
        "google-drive, https://notdrive.google.com.evil.example/file",
        "github, http://github.com/a/b",
        "github, https://github.com/",
        "github, https://github.com.example.org/a/b",
        "github, 'https://github.com\\@example.org/a'",
        "external-url, ftp://example.org/r",
        "external-url, https:///r",
        "external-url, example.org/r",
        "external-url, 'https://example.org/a b'",
        "local-dev, https://example.org/r",
        "unknown, file:///etc/passwd",
        "unknown, ../r.pdf",
        "unknown, 'java script:alert(1)'"
    })
    void refusesLocationsThatDoNotFitTheirProvider(String provider, String location) {
        assertThat(StoragePolicy.development().breaches(artifact(provider, location, null)))
                .extracting(Breach::reason)
                .contains(Reason.LOCATION_MISFIT);
    }

    @ParameterizedTest
    @CsvSource({
        "external-url, https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=00ff",
        "external-url, https://b.s3.amazonaws.com/k?AWSAccessKeyId=A&Signature=s&Expires=1",
        "external-url, https://storage.googleapis.com/b/o?x-goog-signature=00",
        "external-url, https://acc.blob.core.windows.net/c/b?sv=2024&SIG=abc",
        "external-url, https://example.org/r#access_token=abc",
        "external-url, https://example.org/r?a=1;token=abc",
        "external-url, https://example.org/r;token=abc",
        "external-url, https://example.org/r?%74oken=abc",
        "external-url, https://example.org/go?to=https%3A%2F%2Fb.example%2Fk%3FX-Amz-Signature%3D00",
        "s3, s3://bucket/key?X-Amz-Signature=00",
        "unknown, example.org/r?token=abc",
        "unknown, 'see https://example.org/r?token=abc'"
    })
    void refusesSignedUrls(String provider, String location) {
        assertThat(StoragePolicy.development().breaches(artifact(provider, location, null)))
                .extracting(Breach::reason)
                .containsExactly(Reason.SIGNED_URL);
    }

    @ParameterizedTest
    @CsvSource({
        "dropbox, https://uc1234.dl.dropboxusercontent.com/cd/0/get/abc/file",
        "dropbox, https://dl.dropboxusercontent.com/apitl/1/abc",
        "external-url, https://doc-0s-1k-docs.googleusercontent.com/docs/securesc/abc"
    })
    void refusesTemporaryLinks(String provider, String location) {
        assertThat(StoragePolicy.development().breaches(artifact(provider, location, null)))
                .extracting(Breach::reason)
                .containsExactly(Reason.TEMPORARY_URL);
    }

    @ParameterizedTest
    @CsvSource({
        "https://ana:secret@example.org/r",
        "https://ana@example.org/r",
        "https://example.org/r?API_KEY=1",
        "https://example.org/r?Password=1"
    })
    void refusesCredentialsInUrls(String location) {
        assertThat(StoragePolicy.development().breaches(artifact("external-url", location, null)))
                .extracting(Breach::reason)
                .containsExactly(Reason.URL_CREDENTIALS);
    }

    @ParameterizedTest
    @CsvSource({"local-dev, file:///srv/r.pdf", "local-dev, r.pdf", "local-dev, /srv/r.pdf"})
    void keepsLocalDisksOutOfProduction(String provider, String location) {
        List<Breach> breaches = StoragePolicy.production().breaches(artifact(provider, location, null));

        assertThat(breaches).extracting(Breach::reason).containsExactly(Reason.LOCAL_STORAGE);
        assertThat(breaches.get(0).problem().pointer()).isEqualTo("/location");
        assertThat(breaches.get(0).problem().detail()).contains("RUNLEDGER_ENV");
    }

    @Test
    void looksAtFilesThatNameNoProvider() {
        StoragePolicy policy = StoragePolicy.production();

        assertThat(policy.fileBreaches("s3://bucket/key", "/storage_uri")).isEmpty();
        assertThat(policy.fileBreaches("https://example.org/r", "/storage_uri")).isEmpty();
        assertThat(policy.fileBreaches("gs://bucket/key", "/storage_uri")).isEmpty();
        assertThat(policy.fileBreaches("file:///srv/r", "/storage_uri"))
                .extracting(Breach::reason)
                .containsExactly(Reason.LOCAL_STORAGE);
        assertThat(policy.fileBreaches("s3://bucket", "/storage_uri"))
                .extracting(Breach::reason)
                .containsExactly(Reason.LOCATION_MISFIT);
        assertThat(policy.linkBreaches("javascript:alert(1)", "/url"))
                .extracting(Breach::reason)
                .containsExactly(Reason.LOCATION_MISFIT);
    }

    @Test
    void takesSmallFacts() {
        String facts = "{\"pages\": 3, \"sha512\": \"" + "0f".repeat(64) + "\", \"note\": \"" + "Word 7 ".repeat(500)
                + "\", \"home\": \"https://example.org/a\", \"path\": \"" + "a/long-path/".repeat(40) + "\"}";

        assertThat(StoragePolicy.production().breaches(artifact("s3", "s3://reports/a", facts)))
                .isEmpty();
    }

    @Test
    void refusesBytesAndLongTextsAndKeysInMetadataWhereTheyStand() throws Exception {
        String word = "Ab0+/".repeat(60);
        String wrapped = word.substring(0, 76) + "\\n" + word.substring(76) + word;
        String facts = "{\"a\": [1, \"" + word + "\"], \"b\": {\"c/d\": \"DATA:image/png;base64,AA==\"}, \"e\": \""
                + wrapped
                + "\", \"f\": \"" + "0f".repeat(200) + "\", \"g\": \"\\u0000\", \"h\": \"" + "many words ".repeat(400)
                + "\", \"i\": \"get it at https://x.example/?sig=1 today\", \"" + word + "\": 1}";
        String[] pointers = {
            "/metadata/a/1",
            "/metadata/b/c~1d",
            "/metadata/e",
            "/metadata/f",
            "/metadata/g",
            "/metadata/h",
            "/metadata/i",
            "/metadata/" + word.replace("/", "~1")
        };

        assertThat(StoragePolicy.production().breaches(artifact("s3", "s3://reports/a", facts)))
                .extracting(breach -> breach.problem().pointer())
                .containsExactly(pointers);
        ArtifactChange change =
                ReviewJson.value(JSON.createObjectNode().set("metadata", JSON.readTree(facts)), ArtifactChange.class);
        assertThat(StoragePolicy.production().breaches(change))
                .extracting(breach -> breach.problem().pointer())
                .containsExactly(pointers);
    }

    @Test
    void neverRepeatsWhatItRefuses() {
        assertThat(StoragePolicy.production()
                        .breaches(artifact("s3", "https://ana:hunter2@x.example/?token=hunter2", null)))
                .hasSize(3)
                .allSatisfy(breach -> assertThat(breach.toString()).doesNotContain("hunter2"));
    }

    private static Artifact artifact(String provider, String location, @Nullable String metadata) {
        return Artifact.newBuilder(Samples.artifact())
                .setStorageProvider(provider)
                .setLocation(location)
                .setMetadata(metadata)
                .build();
    }
}
