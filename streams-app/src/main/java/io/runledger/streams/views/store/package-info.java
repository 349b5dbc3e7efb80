/** How the views are stored: one RocksDB for each partition, its column families, and the layout of their keys. */
@NullMarked
package io.runledger.streams.views.store;

import org.jspecify.annotations.NullMarked;
