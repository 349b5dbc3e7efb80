/** Events followed as they come, by a stream or by long polls. */
@NullMarked
package io.runledger.query.tail;

import org.jspecify.annotations.NullMarked;
