package io.runledger.gateway.requests;

import io.runledger.core.review.Decision;
import io.runledger.schemas.log.Position;

/**
 * A decision of the guard, and where it is.
 *
 * @param id of the event that says it
 * @param weight the length of its payload, characters
 */
public record Decided(String id, Decision decision, Position position, int weight) {}
