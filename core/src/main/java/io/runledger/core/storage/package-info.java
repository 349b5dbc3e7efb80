/** The storage policy: where bytes may be, and what may not stand beside them in a record. Knows no Kafka. */
@NullMarked
package io.runledger.core.storage;

import org.jspecify.annotations.NullMarked;
