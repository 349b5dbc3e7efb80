package io.runledger.query;

import io.runledger.streams.views.model.StoredRecord;
import java.util.Optional;

/** A package: the event that created it, and the one that finalized it. */
record PackageView(StoredRecord created, Optional<StoredRecord> finalized) {}
