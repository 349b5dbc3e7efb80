/** How the views lie on disk: one RocksDB for each partition, its column families, and how keys are laid out in them. */
@NullMarked
package io.runledger.streams.views.store;

import org.jspecify.annotations.NullMarked;
