-- Corrections of actors. An actor's `record` is as people corrected it; `original` is as it was
-- read, where that differs.

CREATE TABLE correction_actors (
    actor_id TEXT NOT NULL,
    correction_id TEXT NOT NULL,
    PRIMARY KEY (actor_id, correction_id)
)
--;
ALTER TABLE actors ADD COLUMN original TEXT
--;
ALTER TABLE actors ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0
--;
-- The actor that this one is, as people decided.
ALTER TABLE actors ADD COLUMN merged_into TEXT
--;
CREATE INDEX actors_merged ON actors (merged_into) WHERE merged_into IS NOT NULL
