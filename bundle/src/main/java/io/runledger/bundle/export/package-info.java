/** The portable export: its files, its manifest, and how it is written. */
@NullMarked
package io.runledger.bundle.export;

import org.jspecify.annotations.NullMarked;
