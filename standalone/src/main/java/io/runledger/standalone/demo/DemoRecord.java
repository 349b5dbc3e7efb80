package io.runledger.standalone.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.standalone.load.RecordKind;

/** A record ready to be posted. */
record DemoRecord(RecordKind kind, ObjectNode json) {}
