/** What differs between two runs, by their bundles. */
@NullMarked
package io.runledger.bundle.compare;

import org.jspecify.annotations.NullMarked;
