/** Work on several cores. */
@NullMarked
package io.runledger.core.concurrent;

import org.jspecify.annotations.NullMarked;
