package io.runledger.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.runledger.core.review.ArtifactChange;
import io.runledger.core.review.ReviewJson;
import io.runledger.core.storage.Breach.Reason;
import io.runledger.schemas.contract.Samples;
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
        "unknown, gs://bucket/key",
        "s3, s3a://bucket/key",
        "s3, s3n://bucket/dir/part-0000.parquet",
        "s3, S3://bucket/key",
        "s3, s3://my_bucket/k",
        "s3, s3://MyBucket/key",
        "s3, s3://b/k",
        "s3, arn:aws:s3:us-west-2:123456789012:accesspoint/my-access-point/object/unit-01",
        "s3, s3://arn:aws:s3:us-west-2:123456789012:accesspoint/my-access-point/key",
        "s3, arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap/key",
        "s3, arn:aws-cn:s3:::bucket/key",
        "s3, arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01ac5d28/accesspoint/ap/key",
        "s3, arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/lambda-ap/key",
        "s3, http://minio_server:9000/bucket/key",
        "external-url, http://minio_server:9000/bucket/key",
        "external-url, http://_internal:9000/k",
        "gcs, gs://bucket/object",
        "gcs, https://storage.googleapis.com/bucket/object",
        "gcs, https://bucket.storage.googleapis.com/object",
        "azure, abfss://container@account.dfs.core.windows.net/path/file.parquet",
        "azure, abfs://container@account.dfs.core.windows.net/path",
        "azure, wasbs://container@account.blob.core.windows.net/path",
        "azure, adl://account.azuredatalakestore.net/path",
        "azure, az://container/path",
        "azure, https://account.blob.core.windows.net/container/blob",
        "azure, abfss://workspace@onelake.dfs.fabric.microsoft.com/item.Lakehouse/Files/f",
        "hugging-face, hf://datasets/owner/name@main/data/train.parquet",
        "hugging-face, hf://owner/model/config.json",
        "hugging-face, https://huggingface.co/owner/model/resolve/main/model.safetensors",
        "unknown, abfss://container@account.dfs.core.windows.net/path",
        "unknown, ssh://git@github.com/owner/repository.git",
        "unknown, git+ssh://git@github.com/owner/repository.git",
        "unknown, sftp://backup@store.example/path",
        "external-url, https://example.org/r?sig=2",
        "external-url, https://example.org/r?token=USDC",
        "external-url, https://example.org/r?token=0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
        "external-url, https://example.org/r?token=wrapped-staked-ether-2026-11-21",
        "external-url, https://example.org/r?signature=rsa&page=2",
        "external-url, https://example.org/r?sign=leo",
        "external-url, https://example.org/r?sv=2024&sp=3&se=north",
        "external-url, https://example.org/r?expires=2027-01-01",
        "external-url, https://example.org/r?token=",
        "external-url, https://b.s3.amazonaws.com/k?versionId=3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"
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
        "s3, s3://-bucket/key",
        "s3, s3:///key",
        "s3, s3a://bucket",
        "s3, arn:aws:s3:::bucket",
        "s3, arn:aws:s3:us-west-2:123456789012:accesspoint/my-access-point",
        "s3, bucket/key",
        "s3, https://example.org/key",
        "gcs, gs://bucket",
        "gcs, s3://bucket/key",
        "azure, abfss://container@account.dfs.core.windows.net",
        "azure, https://account.blob.core.windows.net.example.org/c/b",
        "hugging-face, https://huggingface.co.example.org/x",
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
        "external-url, https://example.org/r?a=1;token=ghs16charsAndMore9",
        "external-url, https://example.org/r;token=ghs16charsAndMore9",
        "external-url, https://example.org/r?%74oken=ghs16charsAndMore9",
        "external-url, https://raw.githubusercontent.com/o/r/main/f?token=GHSAT0AAAAAACKQ7XBV2",
        "external-url, https://firebasestorage.googleapis.com/v0/b/x/o/f?alt=media&token=5c1b7e0a-8a55-4a8e-9d4f-0a4a0c9c3b1e",
        "external-url, https://x.supabase.co/storage/v1/object/sign/b/f?token=eyJhbGciOiJIUzI1NiJ9.eyJ1cmwiOiJiL2YifQ.c2lnbmF0dXJl",
        "external-url, https://cdn.example/f?expires=1767225600&token=abc",
        "external-url, https://cdn.example/f?Expires=1767225600&KeyName=k&Signature=abc",
        "external-url, https://d111.cloudfront.net/f?Policy=eyJ&Signature=abc&Key-Pair-Id=K1",
        "external-url, https://b.oss-cn-hangzhou.aliyuncs.com/f?OSSAccessKeyId=L&Expires=1&Signature=s",
        "external-url, https://b.oss-cn-hangzhou.aliyuncs.com/f?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-signature=0",
        "external-url, https://b.cos.ap-beijing.myqcloud.com/f?q-sign-algorithm=sha1&q-ak=A&q-signature=0",
        "external-url, https://b.obs.cn-north-4.myhuaweicloud.com/f?AccessKeyId=A&Expires=1&Signature=s",
        "external-url, https://swift.example/v1/a/c/o?temp_url_sig=00&temp_url_expires=1",
        "external-url, https://storage.googleapis.com/b/o?GoogleAccessId=a&Expires=1&Signature=s",
        "external-url, https://tenant.sharepoint.com/download.aspx?UniqueId=1&tempauth=eyJ0",
        "external-url, https://objectstorage.eu-frankfurt-1.oraclecloud.com/p/k3y/n/ns/b/bucket/o/object",
        "external-url, https://cdn.example/f?hdnts=exp=1767225600~acl=/*~hmac=0123456789abcdef0123456789abcdef",
        "external-url, https://cdn.discordapp.com/attachments/1/2/f.png?ex=6&is=6&hm=0123456789abcdef0123456789abcdef",
        "azure, https://acc.blob.core.windows.net/c/b?sp=r&st=2026&se=2027&spr=https&sv=2024-11-04&sr=b&sig=x%3D",
        "azure, abfss://c@acc.dfs.core.windows.net/b?sv=2024-11-04&sig=abcd",
        "external-url, https://example.org/r?sig=Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA%3D%3D",
        "external-url, https://example.org/go?to=https%3A%2F%2Fb.example%2Fk%3FX-Amz-Signature%3D00",
        "s3, s3://bucket/key?X-Amz-Signature=00",
        "unknown, example.org/r?access_token=abc",
        "unknown, 'see https://example.org/r?access_token=abc'"
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
        "https://example.org/r?Password=1",
        "https://api.telegram.org/file/bot110201543:AAHdqTcv/documents/f.pdf"
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

    @ParameterizedTest
    @CsvSource({
        "wasbs://container:key@account.blob.core.windows.net/path",
        "abfss://container%3Akey@account.dfs.core.windows.net/path",
        "ssh://git:secret@github.com/owner/repository.git"
    })
    void refusesAPasswordWhereAnAccountMayStand(String location) {
        assertThat(StoragePolicy.development().breaches(artifact("unknown", location, null)))
                .extracting(Breach::reason)
                .containsExactly(Reason.URL_CREDENTIALS);
    }

    @ParameterizedTest
    @CsvSource({
        "s3, s3://bucket/key",
        "s3, arn:aws:s3:::bucket/key",
        "gcs, gs://bucket/key",
        "gcs, https://storage.googleapis.com/bucket/key",
        "azure, abfss://c@a.dfs.core.windows.net/p",
        "azure, https://a.blob.core.windows.net/c/b",
        "hugging-face, hf://datasets/o/n/f",
        "hugging-face, https://huggingface.co/o/n",
        "github, https://github.com/o/n/blob/main/f",
        "dropbox, https://www.dropbox.com/scl/fi/abc/r.pdf",
        "google-drive, https://drive.google.com/file/d/1AbC/view",
        "external-url, https://example.org/r",
        "external-url, http://minio_server:9000/bucket/key",
        "local-dev, file:///srv/r.pdf",
        "local-dev, /srv/r.pdf",
        "unknown, ftp://example.org/r",
        "unknown, the shelf behind the door"
    })
    void tellsTheProviderFromTheLocation(String provider, String location) {
        assertThat(StoragePolicy.providerOf(location)).isEqualTo(provider);
        assertThat(StoragePolicy.development().breaches(artifact(provider, location, null)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "s3://bucket, names a bucket and no object in it; must be s3://bucket/key",
        "s3://-/key, 'names no bucket that there can be; must be s3://bucket/key,'"
    })
    void saysWhatIsWrongWithAnS3Location(String location, String why) {
        assertThat(StoragePolicy.development().breaches(artifact("s3", location, null)))
                .singleElement()
                .satisfies(breach -> assertThat(breach.problem().detail()).startsWith(why));
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
                + "\", \"i\": \"get it at https://x.example/?sig=4hW9cQ2pX7rT1kZm5vBn today\", \"" + word + "\": 1}";
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
                        .breaches(artifact("dropbox", "https://ana:hunter2@x.example/?access_token=hunter2", null)))
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
