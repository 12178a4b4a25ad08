-- When the page of an item is looked at once more, for edits that its feed does not tell.

ALTER TABLE source_items ADD COLUMN again_at BIGINT
--;
CREATE INDEX source_items_again ON source_items (source_id, again_at) WHERE again_at IS NOT NULL
