/** The Confluent wire format and the schema registry behind it. */
@NullMarked
package io.runledger.schemas.wire;

import org.jspecify.annotations.NullMarked;
