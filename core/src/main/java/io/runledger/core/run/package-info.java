/** How a run and its tasks went, by what their producers said: attempts, status, how long it took. Knows no Kafka. */
@NullMarked
package io.runledger.core.run;

import org.jspecify.annotations.NullMarked;
