"""What is published, by whom and when: revisions, accounts, sessions, audit."""
