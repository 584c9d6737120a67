@NullMarked
package io.flowproof.query.sql;

import org.jspecify.annotations.NullMarked;
