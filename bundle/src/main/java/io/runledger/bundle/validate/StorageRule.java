package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.core.storage.Breach;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.schemas.contract.Contract;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Locations, links and metadata keep the storage policy: nothing signed, temporary, secret, or of bytes. */
final class StorageRule implements ExportRule {
    /** Where files may be depends on the ledger; an export may come from one in development. */
    private static final StoragePolicy POLICY = StoragePolicy.development();

    private static final Set<String> PROVIDERS =
            Contract.ARTIFACT.schema().getField("storage_provider").getObjectProp("enum") instanceof List<?> words
                    ? words.stream().map(String::valueOf).collect(Collectors.toSet())
                    : Set.of();

    @Override
    public void check(Line line, Findings findings) {
        List<Breach> breaches =
                switch (line.file()) {
                    case ARTIFACTS -> artifact(line);
                    case FILES -> file(line.text("storage_uri"));
                    case TASKS -> link(line.record().path("proof").path("url").textValue());
                    case EVENTS -> List.of();
                };
        breaches.forEach(breach -> findings.add(
                line,
                breach.problem().pointer(),
                breach.reason().word(),
                breach.problem().detail()));
    }

    private static List<Breach> artifact(Line line) {
        String provider = line.text("storage_provider");
        String location = line.text("location");
        JsonNode metadata = line.record().path("metadata");
        return provider == null || location == null || !PROVIDERS.contains(provider)
                ? List.of()
                : POLICY.breaches(provider, location, metadata.isObject() ? metadata.toString() : null);
    }

    private static List<Breach> file(@Nullable String uri) {
        return uri == null ? List.of() : POLICY.fileBreaches(uri, "/storage_uri");
    }

    private static List<Breach> link(@Nullable String url) {
        return url == null ? List.of() : POLICY.linkBreaches(url, "/proof/url");
    }
}
