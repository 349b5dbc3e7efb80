/** Tests of the measurements, which measure little. */
@NullMarked
package io.runledger.bench;

import org.jspecify.annotations.NullMarked;
