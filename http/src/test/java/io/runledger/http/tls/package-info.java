@NullMarked
package io.runledger.http.tls;

import org.jspecify.annotations.NullMarked;
