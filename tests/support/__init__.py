"""What several tests need that is no test and no fixture: small data sets, recorded runs, a person's hand and eye."""
