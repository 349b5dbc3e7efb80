/** Many records in one request, cut into items while they come in. */
@NullMarked
package io.runledger.gateway.batch;

import org.jspecify.annotations.NullMarked;
