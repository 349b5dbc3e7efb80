package io.runledger.core.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.core.review.ArtifactChange;
import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.RegisteredFile;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.ReviewJson;
import io.runledger.core.review.TaskRequest;
import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import io.runledger.core.storage.Breach.Reason;
import io.runledger.schemas.contract.Problem;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where bytes may be, and what may be said beside them. The ledger keeps references that last and that open nothing by
 * themselves: a location fits its provider, no URL is signed, temporary or holds credentials, and metadata is small facts.
 * Pure: what is broken follows from the record and the ledger's environment. Holds for records that keep their contract.
 * Immutable.
 */
public final class StoragePolicy {
    /** All processes of a ledger that check it need the same. */
    public static final Setting ENVIRONMENT = new Setting(
            "RUNLEDGER_ENV",
            "development",
            "development, or production: there no artifact or file may be on a local disk (local-dev)");

    private static final String LOCATION = "/location";
    private static final String METADATA = "/metadata";

    private final boolean localAllowed;

    private StoragePolicy(boolean localAllowed) {
        this.localAllowed = localAllowed;
    }

    /** That of the ledger's environment. */
    public static StoragePolicy of(Settings settings) {
        String environment = settings.text(ENVIRONMENT);
        return switch (environment) {
            case "development" -> development();
            case "production" -> production();
            default -> throw new SettingException(ENVIRONMENT, environment, "development or production");
        };
    }

    /** That of a ledger in production: nothing is on local disks. */
    public static StoragePolicy production() {
        return new StoragePolicy(false);
    }

    /** That of a ledger in development, which may also name files of its own machine. */
    public static StoragePolicy development() {
        return new StoragePolicy(true);
    }

    /** What an artifact breaks; empty if nothing. */
    public List<Breach> breaches(Artifact artifact) {
        return breaches(artifact.getStorageProvider(), artifact.getLocation(), artifact.getMetadata());
    }

    /**
     * What those parts of an artifact break that the policy is about; empty if nothing.
     *
     * @param provider one of the contract's words; another, or null, for the one that the location tells
     * @param location null if there is none
     * @param metadata JSON text; null if there is none
     */
    public List<Breach> breaches(@Nullable String provider, @Nullable String location, @Nullable String metadata) {
        List<Breach> breaches = new ArrayList<>();
        if (location != null) {
            breaches.addAll(
                    location(Provider.named(provider).orElseGet(() -> Provider.at(location)), location, LOCATION));
        }
        if (metadata != null) {
            breaches.addAll(SmallFacts.breaches(metadata, METADATA));
        }
        return breaches;
    }

    /** What a change of an artifact breaks; empty if nothing. */
    public List<Breach> breaches(ArtifactChange change) {
        return change.metadata() == null
                ? List.of()
                : SmallFacts.breaches(change.metadata().toString(), METADATA);
    }

    /** What an event breaks whose payload says where a file is, what an artifact's metadata or a task's proof shall be. */
    public List<Breach> breaches(Event event) {
        boolean isFile = RegisteredFile.is(event);
        Optional<RequestType> request = RequestType.ofEventType(event.getEventType());
        if (!isFile && request.isEmpty()) {
            return List.of();
        }
        try {
            JsonNode payload = ReviewJson.read(event.getPayload());
            JsonNode location = payload.path(isFile ? RegisteredFile.LOCATION : "url");
            if (isFile && location.isTextual()) {
                return fileBreaches(location.asText(), "/payload/" + RegisteredFile.LOCATION);
            }
            if (request.equals(Optional.of(TaskRequest.COMPLETE)) && location.isTextual()) {
                return linkBreaches(location.asText(), "/payload/url");
            }
            return request.equals(Optional.of(ArtifactRequest.UPDATE)) && payload.hasNonNull("metadata")
                    ? SmallFacts.breaches(payload.get("metadata").toString(), "/payload" + METADATA)
                    : List.of();
        } catch (JsonProcessingException e) {
            return List.of(); // whoever reads the payload refuses it
        }
    }

    /** What the location of a file breaks, which names no provider; empty if nothing. */
    public List<Breach> fileBreaches(String location, String pointer) {
        return location(Provider.at(location), location, pointer);
    }

    /** What a link given as proof breaks; empty if nothing. */
    public List<Breach> linkBreaches(String url, String pointer) {
        return location(Provider.EXTERNAL_URL, url, pointer);
    }

    /** The provider that a location tells, in the contract's words; unknown if it tells none. */
    public static String providerOf(String location) {
        return Provider.at(location).word();
    }

    /** Breaches in one line, for people, each with the word for its reason. */
    public static String sentence(List<Breach> breaches) {
        return "the storage policy is violated: "
                + breaches.stream()
                        .map(breach -> breach.problem() + " (" + breach.reason().word() + ")")
                        .collect(Collectors.joining("; "));
    }

    /** The problems of breaches, in their order. */
    public static List<Problem> problems(List<Breach> breaches) {
        return breaches.stream().map(Breach::problem).toList();
    }

    @Override
    public String toString() {
        return localAllowed ? "development" : "production";
    }

    private List<Breach> location(Provider provider, String location, String pointer) {
        List<Breach> breaches = new ArrayList<>();
        provider.misfit(location).ifPresent(detail -> breaches.add(Breach.of(Reason.LOCATION_MISFIT, pointer, detail)));
        if (!localAllowed && (provider == Provider.LOCAL_DEV || Provider.isLocal(location))) {
            breaches.add(Breach.of(
                    Reason.LOCAL_STORAGE,
                    pointer,
                    "must not be on a local disk: this ledger is in production (RUNLEDGER_ENV); put the bytes where others"
                            + " reach them and give that location"));
        }
        breaches.addAll(Secrets.inLocation(location, pointer));
        return breaches;
    }
}
