/** The bundle of a run: its files, how they follow from the run's records, and how it is written. */
@NullMarked
package io.runledger.bundle.run;

import org.jspecify.annotations.NullMarked;
