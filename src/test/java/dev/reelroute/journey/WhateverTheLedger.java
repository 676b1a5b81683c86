package dev.reelroute.journey;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A {@link JourneyTest} that does not depend on SQL, so that once is enough. {@code StatementsTest} runs every
 * statement on both databases.
 */
@Test
@EnabledIf(value = "onItsOwnLedger", disabledReason = "tried with the embedded ledger: the database has no say in it")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface WhateverTheLedger {}
