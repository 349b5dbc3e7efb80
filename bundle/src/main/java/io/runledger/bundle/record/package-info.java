/** What records and documents are made of: fields, pointers, and the JSON that they are read from and written as. */
@NullMarked
package io.runledger.bundle.record;

import org.jspecify.annotations.NullMarked;
