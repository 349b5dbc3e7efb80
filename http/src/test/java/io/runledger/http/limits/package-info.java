@NullMarked
package io.runledger.http.limits;

import org.jspecify.annotations.NullMarked;
