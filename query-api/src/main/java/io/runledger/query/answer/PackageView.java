package io.runledger.query.answer;

import io.runledger.streams.views.model.StoredRecord;
import java.util.Optional;

/** A package: the event that created it, and the one that finalized it. */
public record PackageView(StoredRecord created, Optional<StoredRecord> finalized) {}
