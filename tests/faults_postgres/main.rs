//! What happens to sessions when PostgreSQL is down, dies, comes back, or does not answer.
