/** Review and proof: what may be asked of an artifact or a task, what is decided, and by which rules. Knows no Kafka. */
@NullMarked
package io.runledger.core.review;

import org.jspecify.annotations.NullMarked;
