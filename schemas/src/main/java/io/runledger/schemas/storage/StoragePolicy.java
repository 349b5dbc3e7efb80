package io.runledger.schemas.storage;

import io.runledger.schemas.contract.Problem;
import io.runledger.schemas.review.ArtifactChange;
import io.runledger.schemas.storage.Breach.Reason;
import io.runledger.v1.Artifact;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where bytes may be, and what may stand beside them. The ledger keeps references that last and that open nothing by
 * themselves: a location fits its provider, no URL is signed, temporary or holds credentials, and metadata is small facts.
 * Pure: what is broken follows from the record and the ledger's environment. Holds for records that keep their contract.
 * Immutable.
 */
public final class StoragePolicy {
    private static final String LOCATION = "/location";
    private static final String METADATA = "/metadata";

    private final boolean localAllowed;

    private StoragePolicy(boolean localAllowed) {
        this.localAllowed = localAllowed;
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
     * @param provider one of the contract's words
     * @param metadata JSON text; null if there is none
     */
    public List<Breach> breaches(String provider, String location, @Nullable String metadata) {
        List<Breach> breaches = new ArrayList<>(location(Provider.of(provider), location, LOCATION));
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

    /** What the location of a file breaks, which names no provider; empty if nothing. */
    public List<Breach> fileBreaches(String location, String pointer) {
        return location(Provider.at(location), location, pointer);
    }

    /** What a link given as proof breaks; empty if nothing. */
    public List<Breach> linkBreaches(String url, String pointer) {
        return location(Provider.EXTERNAL_URL, url, pointer);
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
        if (!provider.fits(location)) {
            breaches.add(Breach.of(Reason.LOCATION_MISFIT, pointer, provider.rule()));
        }
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
