-- Lists as of a time, rounds of a series, and links of actors that people merged.

-- Each version with what lists ask for; `linked` are its actors, the countries they represent and
-- its processes, with spaces around each. It was replaced when the next version was written.
ALTER TABLE meeting_versions ADD COLUMN replaced_at BIGINT
--;
ALTER TABLE meeting_versions ADD COLUMN kind TEXT
--;
ALTER TABLE meeting_versions ADD COLUMN status TEXT
--;
ALTER TABLE meeting_versions ADD COLUMN level TEXT
--;
ALTER TABLE meeting_versions ADD COLUMN date_first TEXT
--;
ALTER TABLE meeting_versions ADD COLUMN date_last TEXT
--;
ALTER TABLE meeting_versions ADD COLUMN city TEXT
--;
ALTER TABLE meeting_versions ADD COLUMN country TEXT
--;
ALTER TABLE meeting_versions ADD COLUMN round INTEGER
--;
ALTER TABLE meeting_versions ADD COLUMN sources INTEGER
--;
ALTER TABLE meeting_versions ADD COLUMN hidden INTEGER
--;
ALTER TABLE meeting_versions ADD COLUMN created_at BIGINT
--;
ALTER TABLE meeting_versions ADD COLUMN sort_date TEXT
--;
ALTER TABLE meeting_versions ADD COLUMN words TEXT
--;
ALTER TABLE meeting_versions ADD COLUMN linked TEXT
--;
UPDATE meeting_versions SET replaced_at = (SELECT MIN(l.recorded_at) FROM meeting_versions l
    WHERE l.meeting_id = meeting_versions.meeting_id
    AND l.recorded_at > meeting_versions.recorded_at)
--;
-- What was written before these columns were is found by what its meeting is now.
UPDATE meeting_versions SET
    (kind, status, level, date_first, date_last, city, country, sources, hidden, created_at,
     sort_date, words) =
    (SELECT m.kind, m.status, m.level, m.date_first, m.date_last, m.city, m.country, m.sources,
     m.hidden, m.created_at, m.sort_date, m.words
     FROM meetings m WHERE m.id = meeting_versions.meeting_id)
    WHERE record IS NOT NULL
--;
UPDATE meeting_versions SET kind = COALESCE(kind, ''), status = COALESCE(status, ''),
    sources = COALESCE(sources, 1), hidden = COALESCE(hidden, 0), linked = '',
    created_at = COALESCE(created_at, recorded_at), sort_date = COALESCE(sort_date, ''),
    words = COALESCE(words, '') WHERE record IS NOT NULL
--;
-- The ordinal of a round; 0 for one that is told to be the next; NULL for what is no round.
ALTER TABLE meetings ADD COLUMN round INTEGER
--;
CREATE INDEX meetings_round ON meetings (round) WHERE round IS NOT NULL
--;
-- A reading that was replaced, with what lists ask for. NULL summary: it is as the article's now.
ALTER TABLE article_readings ADD COLUMN summary TEXT
--;
ALTER TABLE article_readings ADD COLUMN publisher TEXT
--;
ALTER TABLE article_readings ADD COLUMN language TEXT
--;
ALTER TABLE article_readings ADD COLUMN published_at BIGINT
--;
ALTER TABLE article_readings ADD COLUMN sort_at BIGINT
--;
ALTER TABLE article_readings ADD COLUMN dated INTEGER
--;
ALTER TABLE article_readings ADD COLUMN relevant INTEGER
--;
ALTER TABLE article_readings ADD COLUMN linked TEXT
--;
CREATE INDEX article_readings_replaced ON article_readings (replaced_at)
--;
-- Actors as they were before people or the knowledge changed them.
CREATE TABLE actor_versions (
    id TEXT NOT NULL,
    replaced_at BIGINT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT,
    discovered INTEGER NOT NULL,
    names TEXT NOT NULL,
    hidden INTEGER NOT NULL,
    merged_into TEXT,
    record TEXT NOT NULL,
    PRIMARY KEY (id, replaced_at)
)
--;
CREATE INDEX actor_versions_replaced ON actor_versions (replaced_at)
--;
-- The actor that was read, in links of the one that people say it is.
ALTER TABLE article_actors ADD COLUMN read_as TEXT
--;
ALTER TABLE mention_actors ADD COLUMN read_as TEXT
--;
CREATE INDEX article_actors_read_as ON article_actors (read_as) WHERE read_as IS NOT NULL
--;
CREATE INDEX mention_actors_read_as ON mention_actors (read_as) WHERE read_as IS NOT NULL
