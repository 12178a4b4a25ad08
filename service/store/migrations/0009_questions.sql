-- Whom the parties of a meeting represent: a state's meetings are those of its people too.

CREATE TABLE meeting_sides (
    meeting_id TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    country TEXT NOT NULL,
    sort_at TEXT NOT NULL,
    PRIMARY KEY (country, sort_at, meeting_id)
)
--;
CREATE INDEX meeting_sides_meeting ON meeting_sides (meeting_id)
--;
INSERT INTO meeting_sides (meeting_id, country, sort_at)
    SELECT DISTINCT m.meeting_id, a.country, m.sort_at FROM meeting_actors m
    JOIN actors a ON a.id = m.actor_id WHERE a.country IS NOT NULL
--;
-- What may be overdue.
CREATE INDEX meetings_ahead ON meetings (date_last) WHERE status IN ('proposed', 'planned')
--;
CREATE INDEX mentions_day ON mentions (happened_on, id)
