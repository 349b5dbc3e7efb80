/** How often something may be done. Knows nothing of HTTP. */
@NullMarked
package io.runledger.http.limits;

import org.jspecify.annotations.NullMarked;
