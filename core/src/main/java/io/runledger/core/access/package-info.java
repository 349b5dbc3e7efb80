/** Who asks, and what they may do: permissions, the roles that grant them, and the principal of a credential. */
@NullMarked
package io.runledger.core.access;

import org.jspecify.annotations.NullMarked;
