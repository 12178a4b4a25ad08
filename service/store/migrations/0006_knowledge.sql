-- Which version of the knowledge the table of actors was filled from.

CREATE TABLE knowledge (
    one INTEGER PRIMARY KEY,
    version TEXT NOT NULL
)
