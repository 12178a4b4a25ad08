-- What is counted, beside the long texts of records: counts read these and not the rows.

CREATE INDEX meetings_counted
    ON meetings (hidden, sort_date, kind, status, level, country, city, id)
--;
CREATE INDEX mentions_counted ON mentions (background, happened_on, type, modality, id)
--;
CREATE INDEX articles_counted
    ON articles (dated, sort_at, relevant, publisher, language, source, id)
