/** Tests of this package. */
@NullMarked
package io.runledger.core.settings;

import org.jspecify.annotations.NullMarked;
