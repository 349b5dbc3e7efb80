/** The views' own path from the log to the disk, measured without HTTP and without Kafka Streams. */
@NullMarked
package io.runledger.bench.views;

import org.jspecify.annotations.NullMarked;
