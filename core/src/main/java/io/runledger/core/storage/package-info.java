/** The storage policy: where bytes may be, and what a record may not say beside them. Knows no Kafka. */
@NullMarked
package io.runledger.core.storage;

import org.jspecify.annotations.NullMarked;
