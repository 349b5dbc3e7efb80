/** Certificates and keys from PEM files, for those who listen and for those who call. Knows no request. */
@NullMarked
package io.runledger.http.tls;

import org.jspecify.annotations.NullMarked;
