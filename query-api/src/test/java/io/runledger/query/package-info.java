/** Tests of the HTTP door for reading, without a log behind it. */
@NullMarked
package io.runledger.query;

import org.jspecify.annotations.NullMarked;
