package io.runledger.streams.guard;

import io.runledger.core.storage.StoragePolicy;

/**
 * What the guard holds requests to besides the rules of review.
 *
 * @param storage what an artifact must keep to be attached or approved
 * @param attestedOnly whether only requests of somebody whom a gateway knew are granted
 * @param fourEyes whether every approval, and every completion, needs another person
 */
record GuardRules(StoragePolicy storage, boolean attestedOnly, boolean fourEyes) {}
