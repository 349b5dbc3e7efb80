/** The schema registry beside this process. */
@NullMarked
package io.runledger.standalone.registry;

import org.jspecify.annotations.NullMarked;
