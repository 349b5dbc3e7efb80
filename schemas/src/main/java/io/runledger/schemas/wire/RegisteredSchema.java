package io.runledger.schemas.wire;

import org.apache.avro.Schema;

/**
 * One version of a subject.
 *
 * @param version counts within the subject, from 1
 * @param id of the schema within the registry
 */
public record RegisteredSchema(String subject, int version, int id, Schema schema) {}
